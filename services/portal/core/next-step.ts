import {
  type Allowed,
  type Challenged,
  type Decision,
  mentions,
  offers,
  type Ticket,
} from './decision.js';
import type { Flow, Outcome, Problem, SignIn, SignInSecrets } from './sign-in.js';

/** What the page does next, whatever was presented. */
export type NextStep =
  /** Goes on: a page that remembers. */
  | { readonly kind: 'ask'; readonly state: SignIn; readonly secrets: SignInSecrets }
  /** Nothing verified yet: asks for what the rule takes, and remembers nothing. */
  | { readonly kind: 'first-factor'; readonly password: boolean; readonly provider: boolean }
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
  readonly presented: 'password' | 'code' | 'recovery-code' | 'provider' | 'nothing';
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
    account: sofar.account,
    ...{ decisionId, granted, deviceToken, sessionSecret, sessionUntil, isGrace },
  };
  const ticket = enrolTicket(allowed.tickets);
  // Nobody on the way to the mailbox is held up, but who will be shut out when the grace ends.
  if (ticket === undefined || !(isGrace || sofar.flow.kind === 'portal')) {
    return { kind: 'done', outcome };
  }
  const state = stateOf(sofar, { page: 'set-up', isOptional: true });
  return { kind: 'ask', state, secrets: { ticket, outcome } };
}

function afterChallenge(challenge: Challenged, sofar: SoFar): NextStep {
  const password =
    sofar.password === undefined
      ? {}
      : { password: Buffer.from(sofar.password).toString('base64') };
  const hasProvider = mentions(challenge, 'saml');
  if (sofar.password !== undefined && offers(challenge, 'otp')) {
    const { offers: trust, authenticators } = challenge;
    const state = stateOf(sofar, { page: 'code', hasProvider, offers: trust, authenticators });
    return { kind: 'ask', state, secrets: password };
  }
  const ticket = enrolTicket(challenge.tickets);
  if (sofar.password !== undefined && offers(challenge, 'otp-enrolment') && ticket !== undefined) {
    const state = stateOf(sofar, { page: 'set-up', hasProvider, offers: challenge.offers });
    return { kind: 'ask', state, secrets: { ...password, ticket } };
  }
  return { kind: 'first-factor', password: mentions(challenge, 'password'), provider: hasProvider };
}

function stateOf({ account, flow }: SoFar, more: Pick<SignIn, 'page'> & Partial<SignIn>): SignIn {
  const usual = { offers: [], authenticators: [], hasProvider: false, isOptional: false };
  return { account, flow, ...usual, ...more };
}

function enrolTicket(tickets: readonly Ticket[]): string | undefined {
  return tickets.find(({ purpose }) => purpose === 'enrol')?.token;
}

/** A denial that asks for another try at the same page. */
function problemOf(reason: string, { presented }: SoFar): Problem | undefined {
  switch (reason) {
    case 'BAD_CREDENTIALS':
      return 'password-wrong';
    case 'BAD_SECOND_FACTOR':
      return presented === 'recovery-code' ? 'recovery-code-wrong' : 'code-wrong';
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
    default:
      return 'account-malformed';
  }
}

/** Short enough to be read out to a help desk, which finds the rest by account and time. */
export function referenceOf(decisionId: string): string {
  const end = decisionId.replaceAll('-', '').slice(-8).toUpperCase();
  return `${end.slice(0, 4)}-${end.slice(4)}`;
}
