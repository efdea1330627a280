import { fairQueue } from '../../../libs/fair-queue/index.js';
import type { YieldToEventLoop } from '../ports.js';

/** Pieces of work stand in one line for each domain, and within it for each address. */
export function shareEventLoop(): YieldToEventLoop {
  /** Each message waits for one piece at a time, and places bound the messages. */
  const waiting = fairQueue<() => void>({ perGroup: Number.POSITIVE_INFINITY });

  function giveTurn(): void {
    // What the resolved promise leads to runs before the next callback does.
    waiting.shift()?.();
    if (waiting.size > 0) setImmediate(giveTurn);
  }

  return ({ domain, address }) =>
    new Promise((resolve) => {
      waiting.push([domain, address], resolve);
      if (waiting.size === 1) setImmediate(giveTurn);
    });
}
