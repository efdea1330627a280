import { type Combination, type Factor, factorsOf } from '../language/words.js';
import { challengeFor } from './challenge.js';
import {
  decided,
  type FactorFacts,
  type FactorOutcome,
  isOtpAlone,
  type Verified,
} from './facts.js';
import { factorOf, type Plan, planFactors } from './plan.js';
import type { Reason } from './reason.js';

/**
 * The outcome of a rule that requires factors; the first line of these that applies: something
 * presented was wrong; an alternative is satisfied; OTP alone is missing and grace holds; the
 * person can be asked for more; denied.
 *
 * Before a first factor is verified, nothing here depends on what the account has.
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
  const otpAlone = lacking.some(isOtpAlone);
  const needs = neededFacts(lacking, facts);
  if (needs.length > 0) return { kind: 'needs', facts: needs };
  if (otpAlone && facts.hasOtp === false && facts.grace) {
    return decided('ALLOW', 'GRACE_PERIOD', proved);
  }
  if (facts.interactive) {
    const challenge = challengeFor(lacking, facts, proved);
    if (challenge !== undefined) return challenge;
  }
  if (otpAlone && facts.hasOtp === 'unavailable') return { kind: 'unavailable', fact: 'otp' };
  if (otpAlone && facts.hasOtp === false) return decided('DENY', 'ENROLMENT_REQUIRED', proved);
  return decided('DENY', 'CANNOT_CHALLENGE', proved);
}

/** What of the facts that are not known yet bears on the outcome. */
function neededFacts(
  lacking: readonly (readonly Factor[])[],
  facts: FactorFacts,
): ('otp' | 'saml')[] {
  const otp = facts.hasOtp === undefined && lacking.some(isOtpAlone);
  const wantsSaml = facts.interactive && lacking.some((factors) => factors.includes('saml'));
  const saml = facts.hasSaml === undefined && wantsSaml;
  return [...(otp ? (['otp'] as const) : []), ...(saml ? (['saml'] as const) : [])];
}

function wrongReason(plan: Plan, facts: FactorFacts): Reason | undefined {
  if (plan.wrongCredential) return 'WRONG_CREDENTIAL_FOR_SERVICE';
  if (!plan.first) return undefined;
  const bad = facts.presented.first === 'saml' ? 'BAD_SAML_RESPONSE' : 'BAD_CREDENTIALS';
  const word = facts.presented.first === 'verified';
  const first = word ? undefined : reasonOf(facts.first, bad);
  return first ?? (plan.second ? reasonOf(facts.second, 'BAD_SECOND_FACTOR') : undefined);
}

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
    case undefined:
      return bad;
    default:
      return verified satisfies never;
  }
}

/** Only for facts in which nothing was wrong. */
function provedBy(plan: Plan, { presented }: FactorFacts): Factor[] {
  const first = plan.first ? factorOf(presented.first) : undefined;
  if (first === undefined) return [];
  return plan.second ? [first, 'otp'] : [first];
}
