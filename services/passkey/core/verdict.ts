import type { FailedCheck } from './checks.js';

/** The result of verifying an assertion. A denial is a value; an exception means "could not decide". */
export type AssertionOutcome =
  | {
      readonly verdict: 'verified';
      /** Canonical account. */
      readonly account: string;
      readonly passkeyId: string;
      readonly userVerified: boolean;
    }
  | { readonly verdict: 'wrong'; readonly failedCheck: FailedCheck }
  /** An attempt is possible again in this many ms. */
  | { readonly verdict: 'rate-limited'; readonly freeInMs: number };
