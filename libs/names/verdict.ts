/** What comparing a secret gave. `rate-limited`: nothing was compared, or it is not told. */
export type Verdict = 'verified' | 'wrong' | 'wrong-service' | 'rate-limited';

/** A verdict as it is told. */
export interface Told<Of extends Verdict = Verdict> {
  readonly verdict: Of;
  /** With `rate-limited`: when there is room again, in ms from now. */
  readonly freeInMs?: number;
}
