/** What comparing a code gave. A denial is a value; an exception means "could not decide". */
export type Verdict = 'verified' | 'wrong' | 'rate-limited';

/** A verdict as it is told. */
export interface Told {
  readonly verdict: Verdict;
  /** With `rate-limited`: when there is room again, in ms from now. */
  readonly freeInMs?: number;
}

export interface CodeOutcome extends Told {
  /** With `verified`: which authenticator. */
  readonly authenticatorId?: string | undefined;
  /** Whether the account has an active authenticator. */
  readonly enrolled: boolean;
}

export interface RecoveryOutcome extends Told {
  /** With `verified`: how many are left. */
  readonly left?: number | undefined;
  readonly enrolled: boolean;
}
