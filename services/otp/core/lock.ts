/** How many wrong codes lock an authenticator, and for how long (ms). */
export interface LockLimits {
  readonly failures: number;
  readonly cooldownMs: number;
}

export interface LockState {
  /** Wrong codes since the last right one, or since the last lock lapsed. */
  readonly failures: number;
  readonly lockedUntil: number | undefined;
}

/** What becomes of an authenticator that is not locked at `now` and was given a wrong code. */
export function afterWrongCode(state: LockState, now: number, limits: LockLimits): LockState {
  const lapsed = state.lockedUntil !== undefined;
  const failures = (lapsed ? 0 : state.failures) + 1;
  const locks = failures >= limits.failures;
  return { failures, lockedUntil: locks ? now + limits.cooldownMs : undefined };
}
