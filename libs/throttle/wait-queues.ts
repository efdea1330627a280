import type { CallScope } from './types.js';

const FIRST_DELAY_MS = 20;
const LONGEST_DELAY_MS = 500;
/**
 * The answer must leave this long before the deadline, or the caller learns only that it was late.
 */
export const ANSWER_MS = 50;

interface Waiter<Answer> {
  readonly ask: () => Promise<Answer>;
  readonly leave: (end: { answer: Answer } | { error: unknown }) => void;
}

interface Queue<Answer> {
  readonly waiters: Waiter<Answer>[];
  delayMs: number;
  /** Ends the pause before the next attempt; undefined while one is running. */
  hurry: (() => void) | undefined;
  woken: boolean;
}

export interface WaitQueues<Answer> {
  /** Whether anyone waits in the queue of `key`. */
  busy(key: string): boolean;
  /**
   * Waits in the queue of `key` until `ask` gives an answer that ends the wait; undefined if time
   * ran out first.
   */
  join(key: string, call: CallScope, ask: () => Promise<Answer>): Promise<Answer | undefined>;
  /** Lets the first in the queue ask now. */
  wake(key: string): void;
}

/**
 * Attempts that wait for room, in one queue for each full limit. Only the first in a queue asks: when
 * a slot is released in this process, else after a pause that doubles, because another process may
 * have released one.
 *
 * @param options.isForAll whether an answer holds for everyone in the queue
 * @param options.discard gets an answer that arrived after its waiter had left
 */
export function waitQueues<Answer>(options: {
  staysIn: (answer: Answer, key: string) => boolean;
  isForAll: (answer: Answer, key: string) => boolean;
  discard: (answer: Answer) => void;
}): WaitQueues<Answer> {
  const { staysIn, isForAll, discard } = options;
  const queues = new Map<string, Queue<Answer>>();

  async function serve(key: string, queue: Queue<Answer>): Promise<void> {
    for (;;) {
      await pause(queue);
      const first = queue.waiters[0];
      if (first === undefined) break;
      await askFor(first, key, queue);
    }
    queues.delete(key);
  }

  async function askFor(first: Waiter<Answer>, key: string, queue: Queue<Answer>): Promise<void> {
    let answer: Answer;
    try {
      answer = await first.ask();
    } catch (error) {
      return first.leave({ error });
    }
    if (staysIn(answer, key)) {
      queue.delayMs = Math.min(Math.max(queue.delayMs * 2, FIRST_DELAY_MS), LONGEST_DELAY_MS);
      return;
    }
    queue.delayMs = 0;
    if (!queue.waiters.includes(first)) discard(answer);
    else first.leave({ answer });
    if (isForAll(answer, key)) for (const other of [...queue.waiters]) other.leave({ answer });
  }

  function begin(key: string): Queue<Answer> {
    const queue: Queue<Answer> = {
      waiters: [],
      delayMs: FIRST_DELAY_MS,
      hurry: undefined,
      woken: false,
    };
    queues.set(key, queue);
    queueMicrotask(() => void serve(key, queue));
    return queue;
  }

  return {
    busy: (key) => queues.has(key),

    join(key, { deadline, signal }, ask) {
      const leftMs = deadline - ANSWER_MS - performance.now();
      if (signal.aborted || leftMs <= 0) return Promise.resolve(undefined);
      const queue = queues.get(key) ?? begin(key);
      return new Promise((resolve, reject) => {
        const remove = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          const at = queue.waiters.indexOf(waiter);
          if (at >= 0) queue.waiters.splice(at, 1);
          if (queue.waiters.length === 0) queue.hurry?.();
        };
        const giveUp = () => {
          remove();
          resolve(undefined);
        };
        const waiter: Waiter<Answer> = {
          ask,
          leave(end) {
            remove();
            if ('error' in end) reject(end.error);
            else resolve(end.answer);
          },
        };
        const timer = leftMs < 2 ** 31 ? setTimeout(giveUp, leftMs) : undefined;
        signal.addEventListener('abort', giveUp, { once: true });
        queue.waiters.push(waiter);
      });
    },

    wake(key) {
      const queue = queues.get(key);
      if (queue === undefined) return;
      queue.woken = true;
      queue.hurry?.();
    },
  };
}

/** Jittered, so that processes do not ask in step. */
function pause<Answer>(queue: Queue<Answer>): Promise<void> {
  const delayMs = queue.woken ? 0 : queue.delayMs * (0.75 + Math.random() / 2);
  queue.woken = false;
  if (delayMs === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      queue.hurry = undefined;
      queue.woken = false;
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    queue.hurry = end;
  });
}
