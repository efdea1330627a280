import { randomBytes } from 'node:crypto';
import {
  type AuthenticatorApp,
  createAuthenticatorApp,
  STEP_MS,
} from '../../cli/up/demo/authenticator-app.js';
import type { SoftwarePasskey } from '../../libs/testing/software-authenticator.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { hostOf, makePasskeys } from './passkeys.js';
import { isLogin, type PersonSpec, type Story } from './read-story.js';
import { SERVICE_ENUM } from './wire.js';

/** A person of a story, with everything that only they know. */
export interface Person {
  password: string;
  /** The previous password, which is wrong and the same each time. */
  oldPassword: string;
  readonly authenticators: { app: AuthenticatorApp; id: string; lastStep: number }[];
  readonly recoveryCodes: string[];
  /** App passwords by label. */
  readonly appPasswords: Map<string, string>;
  /** Passkeys by label. */
  readonly passkeys: Map<string, SoftwarePasskey>;
  /** The code that the last accepted login carried. */
  lastCode?: PresentedCode;
  lastRecoveryCode?: string;
  lastPasskey?: object;
}

export interface PresentedCode {
  readonly otp_code: string;
  readonly otp_authenticator_id: string;
}

/**
 * A code is valid once, and the next comes half a minute later. People have several apps, so that tests need not wait.
 */
const MOST_AUTHENTICATORS = 3;
/** Far fewer than the requests that may wait for a hash at credential. */
const AT_ONCE = 8;

/**
 * Makes the people of a story as an administrator does. The people make their own passkeys.
 * @returns the people, and the decisions that making their passkeys needed
 */
export async function createPeople(
  story: Story,
  { admin, frontEnd }: { readonly admin: ProtoClient; readonly frontEnd: ProtoClient },
): Promise<{ people: ReadonlyMap<string, Person>; decisions: Message[] }> {
  const decisions: Message[] = [];
  const people = new Map<string, Person>();
  const left = Object.entries(story.people);
  const makeEach = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [account, spec] = next;
      const parts = { account, spec, story, admin, frontEnd, decisions };
      people.set(account, await createPerson(parts));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, makeEach));
  return { people, decisions };
}

async function createPerson(options: {
  account: string;
  spec: PersonSpec;
  story: Story;
  admin: ProtoClient;
  frontEnd: ProtoClient;
  decisions: Message[];
}): Promise<Person> {
  const { account, spec, story, admin, frontEnd, decisions } = options;
  const password = randomBytes(9).toString('base64url');
  await admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', {
    account,
    ...(spec.password ? { password: Buffer.from(password) } : {}),
  });
  const appPasswords = new Map<string, string>();
  for (const [label, services] of Object.entries(spec['app-passwords'])) {
    const method = 'gatepost.credential.v1.CredentialAdminService/CreateAppPassword';
    const wanted = services.map((service) => SERVICE_ENUM[service]);
    const { secret } = await admin.call(method, { account, label, services: wanted });
    appPasswords.set(label, secret);
  }
  const oldPassword = randomBytes(9).toString('base64url');
  const authenticators: Person['authenticators'] = [];
  const recoveryCodes: string[] = [];
  const passkeys = new Map<string, SoftwarePasskey>();
  const person = { password, oldPassword, authenticators, recoveryCodes, appPasswords, passkeys };
  const host = hostOf(story, account);
  // Passkeys come before OTP: for a first second factor a password is enough.
  const kinds = spec.passkeys ?? {};
  decisions.push(...(await makePasskeys({ frontEnd, account, person, host, kinds })));
  const count = spec.otp ? Math.min(MOST_AUTHENTICATORS, Math.max(1, codesOf(story, account))) : 0;
  for (let n = 1; n <= count; n += 1) {
    const app = createAuthenticatorApp(randomBytes(20), `${account} ${n}`);
    const method = 'gatepost.otp.v1.OtpAdminService/ImportAuthenticator';
    const otpauth_uri = Buffer.from(app.otpauthUri);
    const { authenticator_id: id } = await admin.call(method, { account, otpauth_uri });
    authenticators.push({ app, id, lastStep: 0 });
  }
  if (spec.recovery) {
    const method = 'gatepost.otp.v1.OtpAdminService/IssueRecoveryCodes';
    recoveryCodes.push(...(await admin.call(method, { account })).recovery_codes);
  }
  return person;
}

function codesOf(story: Story, account: string): number {
  const logins = story.logins.filter(isLogin);
  const presenting = logins.filter(
    (login) => login.account.toLowerCase() === account && login.present.includes('otp'),
  );
  return presenting.reduce((sum, { repeat }) => sum + repeat, 0);
}

/**
 * Returns a code that was never presented. If every app has shown this step's code already, the suite's clock moves to
 * the next step. For an account with one app, the code does not name its app.
 */
export function freshCode(
  person: Person,
  clock: { now(): number; advance(ms: number): void },
): PresentedCode {
  const usable = () =>
    person.authenticators.find(({ lastStep }) => lastStep < Math.floor(clock.now() / STEP_MS));
  if (usable() === undefined) clock.advance(STEP_MS - (clock.now() % STEP_MS));
  const authenticator = usable();
  if (authenticator === undefined) throw new Error('this person has no authenticator');
  authenticator.lastStep = Math.floor(clock.now() / STEP_MS);
  return {
    otp_code: authenticator.app.codeAt(clock.now()),
    otp_authenticator_id: person.authenticators.length > 1 ? authenticator.id : '',
  };
}

/** Six digits that none of the person's apps shows now or near now. */
export function wrongCode(person: Person, now: number): string {
  const right = new Set(
    person.authenticators.flatMap(({ app }) =>
      [-2, -1, 0, 1, 2].map((step) => app.codeAt(now + step * STEP_MS)),
    ),
  );
  for (let guess = 111_111; ; guess += 1) {
    if (!right.has(String(guess))) return String(guess);
  }
}
