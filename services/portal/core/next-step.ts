import { afterProof } from './after-proof.js';
import {
  type Allowed,
  type Challenged,
  type Decision,
  mentions,
  namesPasskeys,
  offers,
} from './decision.js';
import type { Outcome, Problem } from './sign-in.js';
import { type NextStep, passwordOf, type SoFar, stateOf, ticketFor } from './step-state.js';

export type { NextStep, SoFar } from './step-state.js';

/** The page, or the end, that follows a decision. */
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
  const { decisionId, granted, deviceToken, sessionSecret, sessionId, isGrace } = allowed;
  const sessionUntil = granted.find(({ kind }) => kind === 'session')?.until;
  const outcome: Outcome = {
    account: allowed.account || sofar.account,
    ...{ decisionId, granted, deviceToken, sessionSecret, sessionId, sessionUntil, isGrace },
    viewTicket: allowed.tickets.find(({ purpose }) => purpose === 'view')?.token,
  };
  const { flow } = sofar;
  if (flow.kind === 'self') return afterProof(allowed, { ...sofar, flow }, outcome);
  const ticket = ticketFor(allowed.tickets, 'enrol', 'otp');
  const passkeyTicket = ticketFor(allowed.tickets, 'enrol', 'passkey');
  // A set-up never holds up a person on the way to the mailbox, unless they will be locked out when the grace ends.
  if ((ticket ?? passkeyTicket) === undefined || !(isGrace || sofar.flow.kind === 'portal')) {
    return { kind: 'done', outcome };
  }
  const canSetUp = kindsOf(ticket, passkeyTicket);
  const state = stateOf(sofar, { page: 'set-up', isOptional: true, canSetUp });
  return { kind: 'ask', state, secrets: { ticket, passkeyTicket, outcome, ...passwordOf(sofar) } };
}

function afterChallenge(challenge: Challenged, sofar: SoFar): NextStep {
  const password = passwordOf(sofar);
  const hasProvider = mentions(challenge, 'saml');
  const { authenticators, passkey, tickets } = challenge;
  const { flow } = sofar;
  // A person who proves who they are for an act is not asked about trust as well.
  const trust = flow.kind === 'self' ? [] : challenge.offers;
  // A person who lost the passkey makes another, and signs in with it.
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
  // Before a right password, a rule may not take a password at all, so no password is stored then.
  if (sofar.password !== undefined && hasPasskey && namesPasskeys(passkey)) {
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
    if (flow.kind === 'self') return { kind: 'needs-second-factor' };
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

function kindsOf(
  ticket: string | undefined,
  passkeyTicket: string | undefined,
): ('otp' | 'passkey')[] {
  return [
    ...(ticket === undefined ? [] : (['otp'] as const)),
    ...(passkeyTicket === undefined ? [] : (['passkey'] as const)),
  ];
}

/** The problem of a denial that allows another try on the same page. */
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

/** A reference short enough to read out to a help desk, which finds the decision by it, the account and the time. */
export function referenceOf(decisionId: string): string {
  const end = decisionId.replaceAll('-', '').slice(-8).toUpperCase();
  return `${end.slice(0, 4)}-${end.slice(4)}`;
}
