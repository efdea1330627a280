import type { Factor } from '../language/words.js';
import type { Presented } from './plan.js';
import type { Decision, Reason } from './reason.js';

/**
 * The result of verifying a factor.
 * - `wrong-service`: the secret is valid but not accepted here, such as an app password for other
 *   services or a session whose client is not registered for the address
 * - `empty`: a password of no octets, which is wrong whatever the rule requires
 */
export type Verified = 'right' | 'wrong' | 'wrong-service' | 'rate-limited' | 'empty';

/** Undefined: not asked yet. `unavailable`: the service was asked and could not answer. */
export type Fact = boolean | 'unavailable' | undefined;

/** The facts that other services answer. */
export type FactName = 'otp' | 'passkey' | 'saml';

export interface FactorFacts {
  readonly presented: Presented;
  /** Undefined if the plan does not verify it. */
  readonly first: Verified | undefined;
  readonly second: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly passkey: Exclude<Verified, 'wrong-service' | 'empty'> | undefined;
  readonly interactive: boolean;
  /** Whether the document's grace period is still running. */
  readonly grace: boolean;
  /** Whether a challenge may ask for a first enrolment from this address. */
  readonly mayEnrolHere: boolean;
  /** Whether the account has an active authenticator. */
  readonly hasOtp: Fact;
  /** Whether the account has a passkey. */
  readonly hasPasskey: Fact;
  /** Whether the domain has an identity provider. */
  readonly hasSaml: Fact;
}

export type Missing = Factor | 'otp-enrolment' | 'passkey-enrolment';

export type FactorOutcome =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      readonly reason: Reason;
      /** For CHALLENGE: the missing factors of each alternative that can still be completed. */
      readonly missing: readonly (readonly Missing[])[];
      readonly proved: readonly Factor[];
    }
  /** These facts must be known before anything can be decided. */
  | { readonly kind: 'needs'; readonly facts: readonly FactName[] }
  /** The fact that would decide is unavailable: this is no decision. */
  | { readonly kind: 'unavailable'; readonly fact: FactName };

/**
 * An outcome that more facts would not change.
 * @param missing for CHALLENGE: the missing factors of each alternative that can still be completed
 */
export function decided(
  decision: Decision,
  reason: Reason,
  proved: readonly Factor[] = [],
  missing: readonly (readonly Missing[])[] = [],
): FactorOutcome {
  return { kind: 'decided', decision, reason, missing, proved };
}

/**
 * The one factor that an alternative still lacks once a first factor was proved: `otp` or
 * `passkey`. Undefined if it lacks anything else.
 */
export function aloneMissing(
  lacking: readonly Factor[],
  proved: readonly Factor[],
): 'otp' | 'passkey' | undefined {
  const [one, more] = lacking;
  if (proved.length === 0 || more !== undefined) return undefined;
  return one === 'otp' || one === 'passkey' ? one : undefined;
}

/**
 * True if the account has neither an authenticator nor a passkey. A fact that is unavailable counts
 * as having it.
 */
export function isWithoutSecondFactor({ hasOtp, hasPasskey }: FactorFacts): boolean {
  return hasOtp === false && hasPasskey === false;
}
