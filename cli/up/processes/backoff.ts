const FIRST_MS = 200;
const LONGEST_MS = 10_000;
/** A process that ran this long did start: its next failure counts as the first again. */
const STEADY_MS = 30_000;

/** How long to wait before starting again something that ended by itself. */
export interface Backoff {
  /** @param ranMs how long it ran this time */
  next(ranMs: number): number;
}

/** Waits 0.2 s, then twice as long each time, up to 10 s. */
export function createBackoff(): Backoff {
  let wait = 0;
  return {
    next(ranMs) {
      wait = wait === 0 || ranMs >= STEADY_MS ? FIRST_MS : Math.min(wait * 2, LONGEST_MS);
      return wait;
    },
  };
}
