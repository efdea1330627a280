import {
  type Answering,
  type SoftwarePasskey,
  softwarePasskey,
} from '../../libs/testing/software-authenticator.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import type { PolicyDocument, Story } from './read-story.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const ENROLLMENT = 'gatepost.passkey.v1.PasskeyEnrollmentService';

/** A person who has passkeys. */
interface Holder {
  readonly password: string;
  /** Passkeys by label. */
  readonly passkeys: Map<string, SoftwarePasskey>;
  /** The passkey answer that the last accepted login carried. */
  readonly lastPasskey?: object;
}

/** The sign-in host of the hosting provider. */
export const PROVIDER_HOST = 'sign-in.example';

/** The host where people of an account's domain sign in. */
export function hostOf(story: Pick<Story, 'hosts'>, account: string): string {
  return story.hosts?.[account.slice(account.indexOf('@') + 1)] ?? PROVIDER_HOST;
}

/** A document that lets the people of a domain make their passkeys. */
export function documentToEnrol(domain: string): PolicyDocument {
  return {
    domain,
    rules: [{ name: 'set up', services: ['WebUI'], require: 'password' }],
    enrolment: { from: 'anywhere' },
  };
}

/**
 * Makes the passkeys of a story's person. The first needs the `enrol` ticket of a login; each further one needs the
 * `manage` ticket of a sign-in with the first.
 * @returns the decisions that were needed
 */
export async function makePasskeys(options: {
  readonly frontEnd: ProtoClient;
  readonly account: string;
  readonly person: Holder;
  readonly host: string;
  readonly kinds: Readonly<Record<string, 'resident' | 'security-key'>>;
}): Promise<Message[]> {
  const { frontEnd, account, person, host, kinds } = options;
  const decisions: Message[] = [];
  const asking = { account, service: 'SERVICE_WEB_UI', client_ip: '203.0.113.250' };
  for (const [label, kind] of Object.entries(kinds)) {
    const password = Buffer.from(person.password);
    const begun = await frontEnd.call(AUTHORIZE, {
      ...{ ...asking, password, begin_passkey: true, sign_in_host: host },
    });
    decisions.push(begun);
    let ticket = ticketFor(begun, 'enrol');
    const [first] = person.passkeys.values();
    if (ticket === undefined && first !== undefined) {
      const answer = first.answer(begun.passkey_login.request_options, {
        origin: `https://${host}`,
      });
      const proved = await frontEnd.call(AUTHORIZE, {
        ...{ ...asking, password, prove: true, sign_in_host: host, passkey_response: answer },
        passkey_login_ticket: begun.passkey_login.login_ticket,
      });
      decisions.push(proved);
      ticket = ticketFor(proved, 'manage');
    }
    await register({ frontEnd, ticket: ticket ?? '', label, host, person, kind });
  }
  return decisions;
}

/** The answer's ticket of a purpose for passkeys. Undefined: the answer has none. */
export function ticketFor(answer: Message, purpose: string): string | undefined {
  return answer.tickets.find(
    (ticket: Message) => ticket.purpose === purpose && ticket.stores.includes('passkey'),
  )?.token;
}

/** Registers a passkey with a ticket, and confirms that the recovery codes are kept. */
export async function register(of: {
  readonly frontEnd: ProtoClient;
  readonly ticket: string;
  readonly label: string;
  readonly host: string;
  readonly person: Holder;
  readonly kind?: 'resident' | 'security-key';
}): Promise<void> {
  const { frontEnd, ticket, label, host, person, kind = 'resident' } = of;
  const begun = await frontEnd.call(`${ENROLLMENT}/BeginRegistration`, {
    ...{ ticket, label, sign_in_host: host },
  });
  const passkey = softwarePasskey(kind);
  const made = await frontEnd.call(`${ENROLLMENT}/FinishRegistration`, {
    registration_token: begun.registration_token,
    response: passkey.register(begun.creation_options, { origin: `https://${host}` }),
  });
  if (made.confirmation_token !== '') {
    const { passkey_id, confirmation_token } = made;
    await frontEnd.call(`${ENROLLMENT}/ConfirmRegistration`, { passkey_id, confirmation_token });
  }
  person.passkeys.set(label, passkey);
}

/** The words about passkeys: whose passkey answers, and how. */
const WORD =
  /^passkey(?<variant>-no-uv|-counter)?:(?:(?<account>[^/]+@[^/]+)\/)?(?<label>[^@/]+)(?:@(?<host>.+))?$/;

/** Whether a story's word presents a passkey. */
export function presentsPasskey(word: string): boolean {
  return word === 'passkey-reused' || WORD.test(word);
}

/** A browser's answer to request options, as fields of AuthorizeRequest. */
export function answerPasskey(options: {
  readonly word: string;
  readonly begun: Message;
  readonly host: string;
  readonly person: Holder | undefined;
  readonly people: ReadonlyMap<string, Holder>;
}): object {
  const { word, begun, host, person, people } = options;
  if (word === 'passkey-reused') {
    if (person?.lastPasskey === undefined) throw new Error('no passkey was accepted before');
    return person.lastPasskey;
  }
  const { variant, account, label = '', host: elsewhere } = WORD.exec(word)?.groups ?? {};
  const owner = account === undefined ? person : people.get(account);
  const passkey = owner?.passkeys.get(label);
  if (passkey === undefined) throw new Error(`${word}: the story has no such passkey`);
  const how: Answering = {
    origin: `https://${elsewhere ?? host}`,
    ...(variant === '-no-uv' ? { userVerified: false } : {}),
    ...(variant === '-counter' ? { counter: 0 } : {}),
  };
  const counted = passkey.counter;
  const answer = passkey.answer(begun.passkey_login.request_options, how);
  if (variant === '-counter') passkey.counter = counted;
  return {
    passkey_response: answer,
    passkey_login_ticket: begun.passkey_login.login_ticket,
    sign_in_host: host,
  };
}
