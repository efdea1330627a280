import { fairQueue } from '../../../libs/fair-queue/index.js';
import type { YieldToEventLoop } from '../ports.js';

/** Shares the event loop. Pieces of work queue by domain, and within a domain by address. */
export function shareEventLoop(): YieldToEventLoop {
  /** Unlimited, because each message waits for only one piece at a time, and places limit the number of messages. */
  const waiting = fairQueue<() => void>({ perGroup: Number.POSITIVE_INFINITY });

  function giveTurn(): void {
    // The work after the resolved promise runs before the next callback.
    waiting.shift()?.();
    if (waiting.size > 0) setImmediate(giveTurn);
  }

  return ({ domain, address }) =>
    new Promise((resolve) => {
      waiting.push([domain, address], resolve);
      if (waiting.size === 1) setImmediate(giveTurn);
    });
}
