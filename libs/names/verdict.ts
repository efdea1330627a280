/**
 * The result of comparing a secret. `rate-limited`: nothing was compared, or the result is
 * withheld.
 */
export type Verdict = 'verified' | 'wrong' | 'wrong-service' | 'rate-limited';

/** A verdict as it is reported. */
export interface SecretCheck<Of extends Verdict = Verdict> {
  readonly verdict: Of;
  /** With `rate-limited`: when another attempt is allowed, in ms from now. */
  readonly freeInMs?: number;
}
