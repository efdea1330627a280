import type { LockLimits } from './lock.js';

/** What an operator decides. Times are in ms. */
export interface OtpSettings {
  /** Shown in the authenticator app beside the account. */
  readonly issuer: string;
  /** How long an authenticator waits for its first code. */
  readonly enrolmentMs: number;
  readonly authenticatorsPerAccount: number;
  readonly lock: LockLimits;
}
