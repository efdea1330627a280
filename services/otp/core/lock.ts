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

/** The state of an unlocked authenticator after a wrong code at `now`. */
export function afterWrongCode(state: LockState, now: number, limits: LockLimits): LockState {
  const lapsed = state.lockedUntil !== undefined;
  const failures = (lapsed ? 0 : state.failures) + 1;
  const locks = failures >= limits.failures;
  return { failures, lockedUntil: locks ? now + limits.cooldownMs : undefined };
}
