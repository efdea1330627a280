import { type Combination, type Factor, factorsOf } from '../language/words.js';
import { challengeFor, factOf } from './challenge.js';
import {
  aloneMissing,
  decided,
  type FactName,
  type FactorFacts,
  type FactorOutcome,
  isWithoutSecondFactor,
  type Verified,
} from './facts.js';
import { factorOf, type Plan, planFactors } from './plan.js';
import type { Reason } from './reason.js';

/**
 * The outcome of a rule that requires factors. The first line that applies decides:
 * - something presented was wrong: DENY
 * - an alternative is satisfied: ALLOW
 * - only OTP is missing, the person has no second factor and the grace period is running: ALLOW
 * - the person can be asked for more: CHALLENGE
 * - otherwise: DENY
 *
 * Until a first factor is verified, nothing here depends on what the account has.
 */
export function decideFactors(
  alternatives: readonly Combination[],
  facts: FactorFacts,
): FactorOutcome {
  const plan = planFactors(alternatives, facts.presented);
  const wrong = wrongReason(plan, facts);
  if (wrong !== undefined) return decided('DENY', wrong);
  const proved = provedBy(plan, facts);
  for (const one of alternatives) {
    if (factorsOf(one).every((factor) => proved.includes(factor))) {
      return decided('ALLOW', 'RULE_SATISFIED', proved);
    }
  }
  const lacking = alternatives.map((one) => factorsOf(one).filter((f) => !proved.includes(f)));
  const alone = [...new Set(lacking.map((factors) => aloneMissing(factors, proved)))].filter(
    (factor) => factor !== undefined,
  );
  const needs = neededFacts(lacking, alone, facts);
  if (needs.length > 0) return { kind: 'needs', facts: needs };
  if (alone.includes('otp') && facts.grace && isWithoutSecondFactor(facts)) {
    return decided('ALLOW', 'GRACE_PERIOD', proved);
  }
  if (facts.interactive) {
    const challenge = challengeFor(lacking, facts, proved);
    if (challenge !== undefined) return challenge;
  }
  return denyFor(alone, facts, proved);
}

/**
 * A person who has one of the missing factors has nothing to enrol: the reason is that this login
 * cannot ask for it.
 */
function denyFor(
  alone: readonly ('otp' | 'passkey')[],
  facts: FactorFacts,
  proved: readonly Factor[],
): FactorOutcome {
  const has = alone.map((factor) => factOf(facts, factor));
  if (alone.length === 0 || has.includes(true)) return decided('DENY', 'CANNOT_CHALLENGE', proved);
  const unknown = alone.find((factor) => factOf(facts, factor) === 'unavailable');
  if (unknown !== undefined) return { kind: 'unavailable', fact: unknown };
  return decided('DENY', 'ENROLMENT_REQUIRED', proved);
}

/** The facts that are not known yet and affect the outcome. */
function neededFacts(
  lacking: readonly (readonly Factor[])[],
  alone: readonly ('otp' | 'passkey')[],
  facts: FactorFacts,
): FactName[] {
  const { interactive, grace, mayEnrolHere } = facts;
  const needs = new Set<FactName>(alone);
  if (interactive && lacking.some((factors) => factors.includes('saml'))) needs.add('saml');
  // A person who has one second factor may not enrol the other, and gets no grace.
  const graceOf = (factor: 'otp' | 'passkey') => grace && factor === 'otp';
  for (const factor of alone) {
    const bears = graceOf(factor) || (interactive && mayEnrolHere);
    if (bears && factOf(facts, factor) === false) needs.add(factor === 'otp' ? 'passkey' : 'otp');
  }
  return [...needs].filter((name) => factOf(facts, name) === undefined);
}

function wrongReason(plan: Plan, facts: FactorFacts): Reason | undefined {
  if (plan.wrongCredential) {
    return facts.first === 'empty' ? 'BAD_CREDENTIALS' : 'WRONG_CREDENTIAL_FOR_SERVICE';
  }
  const { presented } = facts;
  const word = !plan.first || presented.first === 'verified';
  const first = word ? undefined : reasonOf(facts.first, BAD_FIRST[presented.first] ?? BAD);
  if (first !== undefined) return first;
  if (plan.second) return reasonOf(facts.second, 'BAD_SECOND_FACTOR');
  return plan.passkey ? reasonOf(facts.passkey, 'BAD_PASSKEY') : undefined;
}

const BAD: Reason = 'BAD_CREDENTIALS';
const BAD_FIRST: Readonly<Record<string, Reason>> = {
  saml: 'BAD_SAML_RESPONSE',
  session: 'SESSION_ENDED',
};

/** A factor that should have been verified and was not counts as wrong. */
function reasonOf(verified: Verified | undefined, bad: Reason): Reason | undefined {
  switch (verified) {
    case 'right':
      return undefined;
    case 'wrong-service':
      return 'WRONG_CREDENTIAL_FOR_SERVICE';
    case 'rate-limited':
      return 'RATE_LIMITED';
    case 'wrong':
    case 'empty':
    case undefined:
      return bad;
    default:
      return verified satisfies never;
  }
}

/** Call it only if nothing presented was wrong. */
function provedBy(plan: Plan, { presented }: FactorFacts): Factor[] {
  if (plan.wayBack) return [];
  const first = plan.first ? factorOf(presented.first) : undefined;
  const proved: Factor[] = first === undefined ? [] : [first];
  if (plan.second) proved.push('otp');
  if (plan.passkey) proved.push('passkey');
  return proved;
}
