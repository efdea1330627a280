import { unavailable } from '../../../libs/errors/index.js';
import { fairQueue } from '../../../libs/fair-queue/index.js';
import type { CallScope, Share } from '../ports.js';

/**
 * Runs work as soon as a slot is free. `share` says for whom; slots rotate among domains and callers.
 * @throws GatepostError UNAVAILABLE if that is too late
 */
export type RunInSlot = <T>(call: CallScope, work: () => Promise<T>, share?: Share) => Promise<T>;

/** How many calls of one domain may wait. */
const WAITING_A_DOMAIN = 500;

const NOBODY: Share = { domain: '', frontEnd: '' };

/** Time reserved to send the answer before the deadline. Otherwise the caller would only see a timeout. */
export const ANSWER_MS = 50;

/** Runs at most `count` pieces of work at a time. The others wait; those of one share keep their order. */
export function slots(count: number): RunInSlot {
  const waiting = fairQueue<() => void>({ perGroup: WAITING_A_DOMAIN });
  let free = count;

  function enter({ deadline, signal }: CallScope, { domain, frontEnd }: Share): Promise<void> {
    const share = [domain, frontEnd] as const;
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    const leftMs = deadline - ANSWER_MS - performance.now();
    if (signal.aborted || leftMs <= 0) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      };
      const go = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        waiting.remove(share, go);
        reject(tooBusy());
      };
      const timer = leftMs < 2 ** 31 ? setTimeout(giveUp, leftMs) : undefined;
      signal.addEventListener('abort', giveUp, { once: true });
      if (waiting.push(share, go)) return;
      leave();
      reject(tooBusy());
    });
  }

  return async (call, work, share = NOBODY) => {
    await enter(call, share);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

function tooBusy() {
  return unavailable('too many passwords are being verified at once: try again');
}
