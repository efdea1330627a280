import type { FailedCheck } from './checks.js';

/** What verifying an assertion gave. A denial is a value; an exception means "could not decide". */
export type AssertionOutcome =
  | {
      readonly verdict: 'verified';
      /** Canonical. */
      readonly account: string;
      readonly passkeyId: string;
      readonly userVerified: boolean;
    }
  | { readonly verdict: 'wrong'; readonly failedCheck: FailedCheck }
  /** There is room again in so many ms. */
  | { readonly verdict: 'rate-limited'; readonly freeInMs: number };
