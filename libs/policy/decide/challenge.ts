import type { Factor } from '../language/words.js';
import {
  aloneMissing,
  decided,
  type Fact,
  type FactName,
  type FactorFacts,
  type FactorOutcome,
  isWithoutSecondFactor,
  type Missing,
} from './facts.js';

/**
 * The challenge for an interactive front-end: every alternative that can still be completed. A
 * session is never asked for. An alternative is left out if the service it needs is unavailable; if
 * only such alternatives are left, the outcome is `unavailable`. Undefined if no alternative can be
 * completed.
 */
export function challengeFor(
  lacking: readonly (readonly Factor[])[],
  facts: FactorFacts,
  proved: readonly Factor[],
): FactorOutcome | undefined {
  const mayEnrol = facts.mayEnrolHere && isWithoutSecondFactor(facts);
  const missing: (readonly Missing[])[] = [];
  let unavailable: FactName | undefined;
  for (const factors of lacking) {
    if (factors.includes('session')) continue;
    const alone = aloneMissing(factors, proved);
    const name = factors.includes('saml') ? 'saml' : alone;
    const has = name === undefined ? true : factOf(facts, name);
    if (has === true) missing.push(factors);
    else if (has === 'unavailable') unavailable = name;
    else if (alone !== undefined && mayEnrol) missing.push([`${alone}-enrolment`]);
  }
  if (missing.length > 0) {
    const enrols = missing.some(([one]) => one === 'otp-enrolment' || one === 'passkey-enrolment');
    const reason = enrols ? 'ENROLMENT_REQUIRED' : 'FACTOR_REQUIRED';
    return decided('CHALLENGE', reason, proved, missing);
  }
  return unavailable && { kind: 'unavailable', fact: unavailable };
}

/** What is known of whether the account has the factor, or its domain a provider. */
export function factOf({ hasOtp, hasPasskey, hasSaml }: FactorFacts, name: FactName): Fact {
  switch (name) {
    case 'otp':
      return hasOtp;
    case 'passkey':
      return hasPasskey;
    case 'saml':
      return hasSaml;
    default:
      return name satisfies never;
  }
}
