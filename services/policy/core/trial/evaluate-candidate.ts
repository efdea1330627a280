import {
  evaluateMatch,
  type LoginFacts,
  matchLogin,
  type Outcome,
} from '../../../../libs/policy/decide/evaluate.js';
import type { Verified } from '../../../../libs/policy/decide/facts.js';
import type { Connection } from '../../../../libs/policy/decide/match.js';
import { planFactors } from '../../../../libs/policy/decide/plan.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../../libs/policy/language/words.js';
import type { DecidedAttempt } from '../attempt.js';
import { decideAgain } from '../session/decide-again.js';
import type { TrialResult } from './trial-result.js';

const NOT_ASKED: TrialResult = { kind: 'unknown', why: 'not-asked' };

/**
 * Evaluates an already decided login under another policy, from what was verified and looked up for it, without asking
 * any service. A fact that was not asked may be either way. If the decision is the same either way, that decision is
 * returned.
 */
export function evaluateCandidate(attempt: DecidedAttempt, candidate: Policy): TrialResult {
  const facts = knownFacts(attempt, candidate);
  const outcomes = possibleOutcomes(candidate, seenBy(candidate, attempt), facts, attempt);
  if (outcomes === undefined) return NOT_ASKED;
  const { decision, reason, rule } = outcomes[0] as Outcome;
  if (outcomes.some((one) => one.decision !== decision)) return NOT_ASKED;
  return {
    kind: 'decided',
    decision,
    reason: outcomes.every((one) => one.reason === reason) ? reason : undefined,
    rule: outcomes.every((one) => one.rule?.index === rule?.index) ? rule?.name : undefined,
  };
}

/**
 * The outcomes for each way that a relevant unasked fact may be. Undefined if the outcome depends on something that was
 * not verified.
 */
function possibleOutcomes(
  candidate: Policy,
  connection: Connection,
  facts: LoginFacts,
  attempt: DecidedAttempt,
): Outcome[] | undefined {
  const again = (over: Partial<Connection>, known: Partial<LoginFacts>) =>
    possibleOutcomes(candidate, { ...connection, ...over }, { ...facts, ...known }, attempt);
  const match = matchLogin(candidate, connection, facts.presented.remember);
  if (match.kind === 'needs-trust') {
    const trust = (match.trusts & TRUST_IP) !== 0 ? 'trustedIp' : 'trustedDevice';
    return both((held) => again({ [trust]: held }, {}));
  }
  const required = match.kind === 'rule' ? candidate.shape.rules[match.index]?.require : null;
  if (required && !isVerified(planFactors(required, facts.presented), facts, attempt)) {
    return undefined;
  }
  const evaluation = evaluateMatch(candidate, match, connection, facts);
  switch (evaluation.kind) {
    case 'decided':
      return [evaluation.outcome];
    case 'needs': {
      const [fact] = evaluation.facts;
      return fact && both((has) => again({}, { [FACTS[fact]]: has }));
    }
    case 'needs-trust':
    case 'unavailable':
      return undefined;
    default:
      return evaluation satisfies never;
  }
}

const FACTS = { otp: 'hasOtp', passkey: 'hasPasskey', saml: 'hasSaml' } as const;

function both(outcomes: (is: boolean) => Outcome[] | undefined): Outcome[] | undefined {
  const [yes, no] = [outcomes(true), outcomes(false)];
  return yes && no && [...yes, ...no];
}

/** The connection with the trust that is known. Trust that was not looked up is undefined. */
function seenBy(candidate: Policy, attempt: DecidedAttempt): Connection {
  const { active, connection, trustAsked, login } = attempt;
  const now = active?.policy.described.trust;
  const then = candidate.described.trust;
  const asked = (bit: number) => (trustAsked & bit) !== 0;
  // If no document offers a kind of trust, nobody holds it.
  const ip = asked(TRUST_IP) ? connection.trustedIp : now?.ip ? undefined : false;
  const noDevice = login.deviceToken === undefined || !now?.device;
  const device = asked(TRUST_DEVICE) ? connection.trustedDevice : noDevice ? false : undefined;
  // Trust that was granted for longer, or for a wider prefix, than the candidate allows may not hold under it.
  const shorter = (kind: 'ip' | 'device') => (then[kind]?.max ?? 0) < (now?.[kind]?.max ?? 0);
  const narrower = (then.ip?.ipv6Prefix ?? 0) > (now?.ip?.ipv6Prefix ?? 0);
  return {
    account: connection.account,
    service: connection.service,
    address: connection.address,
    trustedIp: ip && (shorter('ip') || narrower) ? undefined : ip,
    trustedDevice: device && shorter('device') ? undefined : device,
  };
}

function knownFacts(attempt: DecidedAttempt, candidate: Policy): LoginFacts {
  const { facts, login } = attempt;
  // A fact that could not be asked then is unknown now.
  const known = (fact: LoginFacts['hasOtp']) => (fact === 'unavailable' ? undefined : fact);
  return {
    now: facts.now,
    presented: facts.presented,
    first: firstOf(attempt, candidate),
    second: facts.second,
    passkey: facts.passkey ?? (login.passkey?.accepted !== undefined ? 'right' : undefined),
    interactive: facts.interactive,
    hasOtp: known(facts.hasOtp),
    hasPasskey: known(facts.hasPasskey),
    hasSaml: known(facts.hasSaml),
  };
}

function firstOf(attempt: DecidedAttempt, candidate: Policy): Verified | undefined {
  const { facts, login, foundSession } = attempt;
  const { first } = login;
  if (first.kind === 'password' && first.bytes.length === 0) return 'empty';
  if (first.kind === 'saml' && first.accepted !== undefined) return 'right';
  if (foundSession === undefined) return facts.first;
  // A valid session counts as its sign-in would under the candidate.
  const { max } = candidate.described.trust.session ?? { max: 0 };
  const { signIn } = foundSession;
  if (attempt.startedAt >= signIn.startedAt + max) return 'wrong';
  return decideAgain(candidate, signIn, attempt.startedAt) === undefined ? 'wrong' : 'right';
}

/** Whether everything that the candidate's rule needs verified was verified. */
function isVerified(
  plan: ReturnType<typeof planFactors>,
  { presented, first, second, passkey }: LoginFacts,
  { login, userVerified, failedPasskeyCheck }: DecidedAttempt,
): boolean {
  const passwordStated = presented.first === 'verified';
  if (plan.first && !passwordStated) {
    if (first === undefined) return false;
    // After a wrong first factor nothing else is verified.
    if (first !== 'right') return true;
  }
  if (plan.second && second === undefined) return false;
  if (plan.passkey === false) return true;
  if (passkey === undefined) return false;
  // It is not known whether the passkey would have verified its user if asked to, nor whether it would be right
  // without.
  if (plan.passkey === 'touch') return failedPasskeyCheck !== 'user-verified';
  return passkey !== 'right' || userVerified || login.passkey?.accepted !== undefined;
}
