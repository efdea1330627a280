import type { SignIn } from './sign-in.js';

/** A session that trust-store has and whose seal was right. Times in ms since the epoch. */
export interface FoundSession {
  readonly signIn: SignIn;
  /** When it ends at the latest. */
  readonly until: number;
  /** trust-store wants to know if it is used. */
  readonly useIsNews: boolean;
}
