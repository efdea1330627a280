import type { Factor } from '../language/words.js';
import {
  decided,
  type FactorFacts,
  type FactorOutcome,
  isOtpAlone,
  type Missing,
} from './facts.js';

/**
 * What an interactive front-end may ask for: each alternative that can still be completed.
 * Alternatives whose service cannot be asked are left out; if none but those is left, nothing is
 * decided. Undefined where no alternative can be completed.
 */
export function challengeFor(
  lacking: readonly (readonly Factor[])[],
  facts: FactorFacts,
  proved: readonly Factor[],
): FactorOutcome | undefined {
  const missing: (readonly Missing[])[] = [];
  let unavailable: 'otp' | 'saml' | undefined;
  for (const factors of lacking) {
    if (factors.includes('saml')) {
      if (facts.hasSaml === true) missing.push(factors);
      if (facts.hasSaml === 'unavailable') unavailable = 'saml';
    } else if (isOtpAlone(factors)) {
      if (facts.hasOtp === true) missing.push(factors);
      if (facts.hasOtp === false && facts.mayEnrolHere) missing.push(['otp-enrolment']);
      if (facts.hasOtp === 'unavailable') unavailable = 'otp';
    } else {
      missing.push(factors);
    }
  }
  if (missing.length > 0) {
    const enrols = missing.some((factors) => factors.includes('otp-enrolment'));
    const reason = enrols ? 'ENROLMENT_REQUIRED' : 'FACTOR_REQUIRED';
    return decided('CHALLENGE', reason, proved, missing);
  }
  return unavailable && { kind: 'unavailable', fact: unavailable };
}
