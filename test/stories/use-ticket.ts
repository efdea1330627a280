import { createAuthenticatorApp, STEP_MS } from '../../cli/up/demo/authenticator-app.js';
import { parseOtpauthUri } from '../../services/otp/core/parse-otpauth-uri.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { hostOf, register, ticketFor } from './passkeys.js';
import type { Person } from './people.js';
import type { PolicyDocument, Story } from './read-story.js';
import type { EnrolStep, UseStep } from './ticket-steps.js';
import { administering } from './use-administer.js';
import { SERVICE_ENUM } from './wire.js';

const ENROLLMENT = 'gatepost.otp.v1.OtpEnrollmentService';
const APP_PASSWORDS = 'gatepost.credential.v1.AppPasswordService';
const SELF = 'gatepost.truststore.v1.TrustSelfService';
const PERMISSION_DENIED = 7;
const FAILED_PRECONDITION = 9;

/** Who uses which ticket. */
export interface TicketUse {
  readonly frontEnd: ProtoClient;
  readonly console?: ProtoClient | undefined;
  /** The story's documents. */
  readonly documents: readonly PolicyDocument[];
  readonly clock: { now(): number };
  readonly person: Person;
  /** The answer of the login that gave the ticket. */
  readonly answer: Message;
}

export type Outcome = 'DONE' | 'REFUSED';

/** Begins a first authenticator with an `enrol` ticket, and confirms it by its code. */
export async function enrol(
  step: EnrolStep,
  use: TicketUse,
  story: Pick<Story, 'hosts'>,
): Promise<Outcome> {
  if (step.enrol === 'passkey') return enrolPasskey(step, use, story);
  const { frontEnd, clock, person, answer } = use;
  const ticket = answer.tickets.find(
    ({ purpose, stores }: Message) => purpose === 'enrol' && stores.includes(step.enrol),
  );
  const request = { ticket: ticket?.token ?? '', label: step.as };
  return outcomeOf([PERMISSION_DENIED, FAILED_PRECONDITION], async () => {
    const begun = await frontEnd.call(`${ENROLLMENT}/BeginEnrollment`, request);
    const parsed = parseOtpauthUri(begun.otpauth_uri);
    if (!parsed.ok) throw new Error(parsed.reason);
    const app = createAuthenticatorApp(Buffer.from(parsed.value.secret), step.as);
    const now = clock.now();
    const id = begun.authenticator_id;
    await frontEnd.call(`${ENROLLMENT}/ConfirmEnrollment`, {
      authenticator_id: id,
      confirmation_token: begun.confirmation_token,
      code: app.codeAt(now),
    });
    person.authenticators.push({ app, id, lastStep: Math.floor(now / STEP_MS) });
  });
}

/** Makes a first passkey with an `enrol` ticket. */
function enrolPasskey(
  { as: label }: EnrolStep,
  { frontEnd, person, answer }: TicketUse,
  story: Pick<Story, 'hosts'>,
): Promise<Outcome> {
  const ticket = ticketFor(answer, 'enrol') ?? '';
  const host = hostOf(story, answer.account);
  return outcomeOf([PERMISSION_DENIED, FAILED_PRECONDITION], () =>
    register({ frontEnd, ticket, label, host, person }),
  );
}

/** Tries the use of a ticket that a step names. */
export async function useTicket(step: UseStep, use: TicketUse): Promise<Outcome> {
  const found = use.answer.tickets.find(({ purpose }: Message) => purpose === step.use);
  if (found === undefined)
    throw new Error(`${step.id}: that login was given no ${step.use} ticket`);
  return outcomeOf([PERMISSION_DENIED], () => useFor(step.for, found.token, use));
}

async function useFor(what: string, ticket: string, use: TicketUse): Promise<void> {
  const { frontEnd, person, console, documents } = use;
  const administer = console && administering(what, ticket, { console, documents });
  if (administer !== undefined) {
    await administer();
    return;
  }
  const [, label, service] = /^add-app-password:(.+)=(.+)$/.exec(what) ?? [];
  if (label !== undefined && service !== undefined) {
    const wish = { ticket, label, services: [SERVICE_ENUM[service]] };
    const { secret } = await frontEnd.call(`${APP_PASSWORDS}/CreateOwnAppPassword`, wish);
    person.appPasswords.set(label, secret);
    return;
  }
  const method = METHODS[what];
  if (method === undefined) throw new Error(`"${what}" is nothing this player can do`);
  await frontEnd.call(method, { ticket });
}

const METHODS: Readonly<Record<string, string>> = {
  'list-trust': `${SELF}/ListOwnTrust`,
  'end-trust': `${SELF}/RevokeOwnTrust`,
  'list-authenticators': `${ENROLLMENT}/ListOwnAuthenticators`,
};

async function outcomeOf(refusals: readonly number[], work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    return 'DONE';
  } catch (error) {
    if (refusals.includes((error as { code?: number }).code ?? 0)) return 'REFUSED';
    throw error;
  }
}
