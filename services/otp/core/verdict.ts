import type { SecretCheck } from '../../../libs/names/verdict.js';

/** For this long, the same front-end, account, code and attempt get the same verdict, in ms. */
export const ATTEMPT_MS = 60_000;

/** The result of comparing a code. A denial is a value; an exception means "could not decide". */
export type CodeCheck = SecretCheck<'verified' | 'wrong' | 'rate-limited'>;

export interface CodeOutcome extends CodeCheck {
  /** With `verified`: the authenticator that matched. */
  readonly authenticatorId?: string | undefined;
  /** Whether the account has an active authenticator. */
  readonly enrolled: boolean;
}

export interface RecoveryOutcome extends CodeCheck {
  /** With `verified`: how many codes are left. */
  readonly left?: number | undefined;
  readonly enrolled: boolean;
}
