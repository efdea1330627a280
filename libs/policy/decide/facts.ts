import type { Factor } from '../language/words.js';
import type { Presented } from './plan.js';
import type { Decision, Reason } from './reason.js';

/**
 * What verifying gave. `wrong-service`: a valid secret that is not good here: an app password of
 * other services, a session of a client that is not registered for the address. `empty`: a password of no
 * octets, wrong whatever the rule takes.
 */
export type Verified = 'right' | 'wrong' | 'wrong-service' | 'rate-limited' | 'empty';

/** Undefined: not asked yet. `unavailable`: it was asked and could not be said. */
export type Fact = boolean | 'unavailable' | undefined;

/** What can be asked of other services. */
export type FactName = 'otp' | 'passkey' | 'saml';

export interface FactorFacts {
  readonly presented: Presented;
  /** Undefined where the plan does not want it verified. */
  readonly first: Verified | undefined;
  readonly second: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly passkey: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly interactive: boolean;
  /** The document's grace period has not ended. */
  readonly grace: boolean;
  /** The address is one where a first enrolment may answer a challenge. */
  readonly mayEnrolHere: boolean;
  /** The account has an active authenticator. */
  readonly hasOtp: Fact;
  /** The account has a passkey. */
  readonly hasPasskey: Fact;
  /** The domain has an identity provider. */
  readonly hasSaml: Fact;
}

export type Missing = Factor | 'otp-enrolment' | 'passkey-enrolment';

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
  | { readonly kind: 'needs'; readonly facts: readonly FactName[] }
  /** What would decide could not be asked: this is no decision. */
  | { readonly kind: 'unavailable'; readonly fact: FactName };

/** A decision as an outcome. */
export function decided(
  decision: Decision,
  reason: Reason,
  proved: readonly Factor[] = [],
  missing: readonly (readonly Missing[])[] = [],
): FactorOutcome {
  return { kind: 'decided', decision, reason, missing, proved };
}

/** The factor that is still missing of an alternative after a first factor was proved. */
export function aloneMissing(
  lacking: readonly Factor[],
  proved: readonly Factor[],
): 'otp' | 'passkey' | undefined {
  const [one, more] = lacking;
  if (proved.length === 0 || more !== undefined) return undefined;
  return one === 'otp' || one === 'passkey' ? one : undefined;
}

/** Neither an authenticator nor a passkey; one that could not be asked counts as having it. */
export function isWithoutSecondFactor({ hasOtp, hasPasskey }: FactorFacts): boolean {
  return hasOtp === false && hasPasskey === false;
}
