import type { Patience } from '../core/answers.js';

/** Patience until a deadline, in ms of `performance.now()`, or until the signal. */
export function patienceUntil(deadline: number, signal: AbortSignal): Patience {
  return {
    deadline,
    signal,
    half() {
      const now = performance.now();
      return patienceUntil(now + Math.max(0, deadline - now) / 2, signal);
    },
  };
}
