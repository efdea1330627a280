import type { CallScope } from '../core/answers.js';

/** The scope of a call that ends at a deadline, in ms of `performance.now()`, or when the signal is aborted. */
export function callUntil(deadline: number, signal: AbortSignal): CallScope {
  return {
    deadline,
    signal,
    half() {
      const now = performance.now();
      return callUntil(now + Math.max(0, deadline - now) / 2, signal);
    },
  };
}
