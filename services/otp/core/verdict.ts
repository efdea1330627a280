/** What comparing a code gave. A denial is a value; an exception means "could not decide". */
export type Verdict = 'verified' | 'wrong' | 'rate-limited';

export interface CodeOutcome {
  readonly verdict: Verdict;
  /** With `verified`: which authenticator. */
  readonly authenticatorId?: string | undefined;
  /** Whether the account has an active authenticator. */
  readonly enrolled: boolean;
}

export interface RecoveryOutcome {
  readonly verdict: Verdict;
  /** With `verified`: how many are left. */
  readonly left?: number | undefined;
  readonly enrolled: boolean;
}
