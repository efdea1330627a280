import {
  type Allowed,
  type Challenged,
  type Decision,
  mentions,
  offers,
  type PasskeyStart,
  type Ticket,
} from './decision.js';
import type { Flow, Outcome, Problem, SignIn, SignInSecrets } from './sign-in.js';

/** What the page does next, whatever was presented. */
export type NextStep =
  /** Goes on: a page that remembers. */
  | { readonly kind: 'ask'; readonly state: SignIn; readonly secrets: SignInSecrets }
  /** Nothing verified yet: asks for what the rule takes, and remembers nothing. */
  | {
      readonly kind: 'first-factor';
      readonly password: boolean;
      readonly provider: boolean;
      readonly passkey: PasskeyStart | undefined;
    }
  /** A new passkey is made; then the sign-in begins anew. */
  | { readonly kind: 'passkey-made' }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'again'; readonly problem: Problem }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly words: string;
      readonly reference: string;
    }
  | { readonly kind: 'undecided' };

/** What was presented so far, as far as the next page depends on it. */
export interface SoFar {
  readonly account: string;
  readonly flow: Flow;
  readonly password: Uint8Array | undefined;
  /** What is asked again where a second factor is wrong. */
  readonly presented: 'password' | 'code' | 'recovery-code' | 'passkey' | 'provider' | 'nothing';
}

export function nextStep(decision: Decision, sofar: SoFar): NextStep {
  switch (decision.kind) {
    case 'allow':
      return afterAllow(decision, sofar);
    case 'challenge':
      return afterChallenge(decision, sofar);
    case 'refused': {
      const problem = problemOf(decision.reason, sofar);
      if (problem !== undefined) return { kind: 'again', problem };
      const { reason, words, decisionId } = decision;
      return { kind: 'refused', reason, words, reference: referenceOf(decisionId) };
    }
    case 'malformed':
      return { kind: 'again', problem: malformed(sofar) };
    case 'undecided':
      return { kind: 'undecided' };
    default:
      return decision satisfies never;
  }
}

function afterAllow(allowed: Allowed, sofar: SoFar): NextStep {
  const { decisionId, granted, deviceToken, sessionSecret, isGrace } = allowed;
  const sessionUntil = granted.find(({ kind }) => kind === 'session')?.until;
  const outcome: Outcome = {
    account: allowed.account || sofar.account,
    ...{ decisionId, granted, deviceToken, sessionSecret, sessionUntil, isGrace },
  };
  const ticket = ticketFor(allowed.tickets, 'enrol', 'otp');
  const passkeyTicket = ticketFor(allowed.tickets, 'enrol', 'passkey');
  // Nobody on the way to the mailbox is held up, but who will be shut out when the grace ends.
  if ((ticket ?? passkeyTicket) === undefined || !(isGrace || sofar.flow.kind === 'portal')) {
    return { kind: 'done', outcome };
  }
  const canSetUp = kindsOf(ticket, passkeyTicket);
  const state = stateOf(sofar, { page: 'set-up', isOptional: true, canSetUp });
  return { kind: 'ask', state, secrets: { ticket, passkeyTicket, outcome } };
}

function afterChallenge(challenge: Challenged, sofar: SoFar): NextStep {
  const password =
    sofar.password === undefined
      ? {}
      : { password: Buffer.from(sofar.password).toString('base64') };
  const hasProvider = mentions(challenge, 'saml');
  const { offers: trust, authenticators, passkey, tickets } = challenge;
  // Who lost the passkey makes another, and signs in with that.
  const another = ticketFor(tickets, 'manage', 'passkey');
  if (another !== undefined) {
    const state = stateOf(sofar, { page: 'set-up', canSetUp: ['passkey'] });
    return { kind: 'ask', state, secrets: { passkeyTicket: another } };
  }
  const hasPasskey = passkey !== undefined && offers(challenge, 'passkey');
  if (sofar.password !== undefined && offers(challenge, 'otp')) {
    const more = { hasProvider, hasPasskey, offers: trust, authenticators };
    const state = stateOf(sofar, { page: 'code', ...more });
    return { kind: 'ask', state, secrets: { ...password, ...(hasPasskey && { passkey }) } };
  }
  // Before a right password the rule may take no password at all: nothing is remembered then.
  if (sofar.password !== undefined && hasPasskey && isFirstVerified(challenge)) {
    const state = stateOf(sofar, { page: 'passkey', hasProvider, hasPasskey, offers: trust });
    return { kind: 'ask', state, secrets: { ...password, passkey } };
  }
  const ticket = ticketFor(tickets, 'enrol', 'otp');
  const passkeyTicket = ticketFor(tickets, 'enrol', 'passkey');
  const canSetUp = kindsOf(
    offers(challenge, 'otp-enrolment') ? ticket : undefined,
    offers(challenge, 'passkey-enrolment') ? passkeyTicket : undefined,
  );
  if (sofar.password !== undefined && canSetUp.length > 0) {
    const state = stateOf(sofar, { page: 'set-up', hasProvider, offers: trust, canSetUp });
    return { kind: 'ask', state, secrets: { ...password, ticket, passkeyTicket } };
  }
  return {
    kind: 'first-factor',
    password: mentions(challenge, 'password'),
    provider: hasProvider,
    passkey: mentions(challenge, 'passkey') ? passkey : undefined,
  };
}

function stateOf({ account, flow }: SoFar, more: Pick<SignIn, 'page'> & Partial<SignIn>): SignIn {
  const usual = { offers: [], authenticators: [], hasProvider: false, isOptional: false };
  return { account, flow, ...usual, ...more };
}

/** What is missing is less than what the rule takes: with a passkey alone missing, the options name the person's own. */
function isFirstVerified({ passkey }: Challenged): boolean {
  const { allowCredentials = [] } = JSON.parse(passkey?.requestOptions ?? '{}');
  return allowCredentials.length > 0;
}

function ticketFor(
  tickets: readonly Ticket[],
  purpose: 'enrol' | 'manage',
  store: 'otp' | 'passkey',
): string | undefined {
  return tickets.find((ticket) => ticket.purpose === purpose && ticket.stores.includes(store))
    ?.token;
}

function kindsOf(
  ticket: string | undefined,
  passkeyTicket: string | undefined,
): ('otp' | 'passkey')[] {
  return [
    ...(ticket === undefined ? [] : (['otp'] as const)),
    ...(passkeyTicket === undefined ? [] : (['passkey'] as const)),
  ];
}

/** A denial that asks for another try at the same page. */
function problemOf(reason: string, { presented }: SoFar): Problem | undefined {
  switch (reason) {
    case 'BAD_CREDENTIALS':
      return 'password-wrong';
    case 'BAD_SECOND_FACTOR':
      return presented === 'recovery-code' ? 'recovery-code-wrong' : 'code-wrong';
    case 'BAD_PASSKEY':
      return 'passkey-refused';
    case 'BAD_SAML_RESPONSE':
      return 'provider-refused';
    default:
      return undefined;
  }
}

function malformed({ presented }: SoFar): Problem {
  switch (presented) {
    case 'code':
      return 'code-wrong';
    case 'recovery-code':
      return 'recovery-code-wrong';
    case 'provider':
      return 'provider-refused';
    case 'passkey':
      return 'passkey-refused';
    default:
      return 'account-malformed';
  }
}

/** Short enough to be read out to a help desk, which finds the rest by account and time. */
export function referenceOf(decisionId: string): string {
  const end = decisionId.replaceAll('-', '').slice(-8).toUpperCase();
  return `${end.slice(0, 4)}-${end.slice(4)}`;
}
