import type { LockLimits } from './lock.js';

/** The operator's settings. Times are in ms. */
export interface OtpSettings {
  /** Shown in the authenticator app next to the account. */
  readonly issuer: string;
  /** How long an authenticator waits for its first code. */
  readonly enrolmentMs: number;
  readonly authenticatorsPerAccount: number;
  readonly lock: LockLimits;
}
