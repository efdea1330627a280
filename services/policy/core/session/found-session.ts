import type { SignIn } from './sign-in.js';

/** A session that trust-store has and whose seal was valid. Times are in ms since the epoch. */
export interface FoundSession {
  readonly signIn: SignIn;
  /** The latest time at which it ends. */
  readonly until: number;
  /** trust-store wants to be told when it is used. */
  readonly useIsNews: boolean;
}
