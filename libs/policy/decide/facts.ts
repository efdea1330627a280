import type { Factor } from '../language/words.js';
import type { Presented } from './plan.js';
import type { Decision, Reason } from './reason.js';

/** What verifying gave. `wrong-service`: a valid app password that is bound to other services. */
export type Verified = 'right' | 'wrong' | 'wrong-service' | 'rate-limited';

/** Undefined: not asked yet. `unavailable`: it was asked and could not be said. */
export type Fact = boolean | 'unavailable' | undefined;

export interface FactorFacts {
  readonly presented: Presented;
  /** Undefined where the plan does not want it verified. */
  readonly first: Verified | undefined;
  readonly second: Exclude<Verified, 'wrong-service'> | undefined;
  readonly interactive: boolean;
  /** The document's grace period has not ended. */
  readonly grace: boolean;
  /** The address is one where a first enrolment may answer a challenge. */
  readonly mayEnrolHere: boolean;
  /** The account has an active authenticator. */
  readonly hasOtp: Fact;
  /** The domain has an identity provider. */
  readonly hasSaml: Fact;
}

export type Missing = Factor | 'otp-enrolment';

export type FactorOutcome =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      readonly reason: Reason;
      /** For CHALLENGE: each alternative that can still be completed, and what it lacks. */
      readonly missing: readonly (readonly Missing[])[];
      readonly proved: readonly Factor[];
    }
  /** These facts must be asked for before anything can be said. */
  | { readonly kind: 'needs'; readonly facts: readonly ('otp' | 'saml')[] }
  /** What would decide could not be asked: this is no decision. */
  | { readonly kind: 'unavailable'; readonly fact: 'otp' | 'saml' };

export function decided(
  decision: Decision,
  reason: Reason,
  proved: readonly Factor[] = [],
  missing: readonly (readonly Missing[])[] = [],
): FactorOutcome {
  return { kind: 'decided', decision, reason, missing, proved };
}

/** Whether only a code is missing: the password was right, or the front-end said so. */
export function isOtpAlone(lacking: readonly Factor[]): boolean {
  return lacking.length === 1 && lacking[0] === 'otp';
}
