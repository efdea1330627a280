import { graceEnd } from '../compile/grace.js';
import { type Factor, TRUST_DEVICE, TRUST_IP } from '../language/words.js';
import { decideFactors } from './factors.js';
import type { FactName, FactorFacts, Missing } from './facts.js';
import { type Connection, firstMatch, heldTrusts, isAmong, isInside, type Match } from './match.js';
import type { Policy } from './policy.js';
import type { Decision, Reason } from './reason.js';
import type { ReadyRule } from './shape.js';

/** The decision on one login under a policy, with what it rests on. */
export interface Outcome {
  readonly decision: Decision;
  readonly reason: Reason;
  /** Index and name of the rule that decided. */
  readonly rule: { readonly index: number; readonly name: string } | null;
  /** The message of the rule that denied the login. */
  readonly denied: string | null;
  readonly missing: readonly (readonly Missing[])[];
  readonly proved: readonly Factor[];
  /** The trusts, as bits, that the rule asked for and that held: the ALLOW rests on them. */
  readonly carriedBy: number;
  /**
   * Whether the trust that `remember` asks for may be granted: true if two factors, a passkey or
   * SAML were proved.
   */
  readonly earnsTrust: boolean;
  readonly bindSessionToIp: boolean;
}

/** Facts about one login, apart from its connection; see `FactorFacts`. */
export type LoginFacts = Omit<FactorFacts, 'grace' | 'mayEnrolHere'> & { readonly now: number };

export type Evaluation =
  | { readonly kind: 'decided'; readonly outcome: Outcome }
  | { readonly kind: 'needs-trust'; readonly trusts: number }
  | { readonly kind: 'needs'; readonly facts: readonly FactName[] }
  | { readonly kind: 'unavailable'; readonly fact: FactName };

/**
 * Decides a login from facts alone; `Authorize` gets the same facts from its services. If a fact
 * that affects the outcome is undefined, the answer names it.
 * @param policy the domain's own, else that of `*`; undefined if neither exists
 */
export function evaluateLogin(
  policy: Policy | undefined,
  connection: Connection,
  facts: LoginFacts,
): Evaluation {
  if (policy === undefined) return denial('NO_RULE', null);
  const match = matchLogin(policy, connection, facts.presented.remember);
  return evaluateMatch(policy, match, connection, facts);
}

/**
 * Same as `evaluateLogin`, for a login whose match under this policy and connection is already
 * known.
 */
export function evaluateMatch(
  policy: Policy,
  match: Match,
  connection: Connection,
  facts: LoginFacts,
): Evaluation {
  if (match.kind === 'needs-trust') return match;
  if (match.kind === 'none') return denial('NO_RULE', null);
  const ready = policy.shape.rules[match.index] as ReadyRule;
  const rule = { index: match.index, name: ready.name };
  if (ready.require === null) return denial('DENIED_BY_RULE', rule, ready.deny);
  // Listed one by one: a spread costs as much as everything else here.
  const result = decideFactors(ready.require, {
    presented: facts.presented,
    first: facts.first,
    second: facts.second,
    passkey: facts.passkey,
    interactive: facts.interactive,
    hasOtp: facts.hasOtp,
    hasPasskey: facts.hasPasskey,
    hasSaml: facts.hasSaml,
    grace: hasGrace(policy, connection.account, facts.now),
    // A front-end's statement that the password was right does not prove a person who may enrol.
    mayEnrolHere: facts.presented.first !== 'verified' && mayEnrol(policy, connection),
  });
  if (result.kind !== 'decided') return result;
  const { decision, reason, missing, proved } = result;
  const allowed = decision === 'ALLOW';
  const outcome: Outcome = {
    decision,
    reason,
    rule,
    denied: null,
    missing,
    proved,
    carriedBy: allowed ? ready.when & heldTrusts(connection) : 0,
    earnsTrust: allowed && earnsTrust(proved),
    bindSessionToIp: allowed && ready.bindSessionToIp,
  };
  return { kind: 'decided', outcome };
}

/** A login that asks for new trust is matched as if it had none. */
export function matchLogin(policy: Policy, connection: Connection, remember: boolean): Match {
  if (!remember) return firstMatch(policy, connection);
  return firstMatch(policy, { ...connection, trustedIp: false, trustedDevice: false });
}

/** Whether an account's grace period is still running. It ends at 00:00 UTC of its day. */
function hasGrace(policy: Policy, account: string, now: number): boolean {
  const until = graceEndOf(policy, account);
  return until !== null && now < until;
}

/** When an account's grace period ends, in ms since the epoch; null if it has none. */
export function graceEndOf(policy: Policy, account: string): number | null {
  return graceEnd(policy.shape, (who) => isAmong(policy, who, account));
}

/** Whether the domain lets people enrol a second factor from this address. */
export function mayEnrol(policy: Policy, { address }: Pick<Connection, 'address'>): boolean {
  const { enrolmentFrom, enrolmentAnywhere } = policy.shape;
  if (enrolmentAnywhere) return true;
  return enrolmentFrom !== null && isInside(policy, enrolmentFrom, address);
}

/**
 * Whether the proved factors are enough to trust an address or a device: two factors, SAML or a
 * passkey.
 */
export function earnsTrust(proved: readonly string[]): boolean {
  return proved.length > 1 || proved.includes('saml') || proved.includes('passkey');
}

/** The trusts, as bits, that a person may ask for under this policy. */
export function offeredTrusts({ described: { trust } }: Policy): number {
  return (trust.ip ? TRUST_IP : 0) | (trust.device ? TRUST_DEVICE : 0);
}

function denial(reason: Reason, rule: Outcome['rule'], denied: string | null = null): Evaluation {
  const none = { missing: [], proved: [], carriedBy: 0, earnsTrust: false, bindSessionToIp: false };
  return { kind: 'decided', outcome: { decision: 'DENY', reason, rule, denied, ...none } };
}
