import { unavailable } from '../../../libs/errors/index.js';
import type { Patience } from '../ports.js';

/** Runs work as soon as there is a slot for it. @throws GatepostError UNAVAILABLE if that is too late */
export type RunInSlot = <T>(patience: Patience, work: () => Promise<T>) => Promise<T>;

/** The answer must leave before the deadline, or the caller learns only that it was late. */
export const ANSWER_MS = 50;

/** At most `count` pieces of work at a time; the others wait in the order in which they came. */
export function slots(count: number): RunInSlot {
  const waiting: (() => void)[] = [];
  let free = count;

  function enter({ deadline, signal }: Patience): Promise<void> {
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
        waiting.splice(waiting.indexOf(go), 1);
        reject(tooBusy());
      };
      const timer = leftMs < 2 ** 31 ? setTimeout(giveUp, leftMs) : undefined;
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(go);
    });
  }

  return async (patience, work) => {
    await enter(patience);
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
  return unavailable('too much is being verified at once: try again');
}
