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

interface Line<Answer> {
  readonly waiters: Waiter<Answer>[];
  delayMs: number;
  /** Ends the pause before the next attempt; undefined while one is running. */
  hurry: (() => void) | undefined;
  woken: boolean;
}

export interface WaitingLines<Answer> {
  /** Whether anyone waits in the line of `key`. */
  busy(key: string): boolean;
  /**
   * Waits in the line of `key` until `ask` gives an answer that ends the wait; undefined if time
   * ran out first.
   */
  join(key: string, call: CallScope, ask: () => Promise<Answer>): Promise<Answer | undefined>;
  /** Lets the first in the line ask now. */
  wake(key: string): void;
}

/**
 * Attempts that wait for room, in one line for each full limit. Only the first in a line asks: when
 * a slot is released in this process, else after a pause that doubles, because another process may
 * have released one.
 *
 * @param options.isForAll whether an answer holds for everyone in the line
 * @param options.discard gets an answer that arrived after its waiter had left
 */
export function waitingLines<Answer>(options: {
  staysIn: (answer: Answer, key: string) => boolean;
  isForAll: (answer: Answer, key: string) => boolean;
  discard: (answer: Answer) => void;
}): WaitingLines<Answer> {
  const { staysIn, isForAll, discard } = options;
  const lines = new Map<string, Line<Answer>>();

  async function serve(key: string, line: Line<Answer>): Promise<void> {
    for (;;) {
      await pause(line);
      const first = line.waiters[0];
      if (first === undefined) break;
      await askFor(first, key, line);
    }
    lines.delete(key);
  }

  async function askFor(first: Waiter<Answer>, key: string, line: Line<Answer>): Promise<void> {
    let answer: Answer;
    try {
      answer = await first.ask();
    } catch (error) {
      return first.leave({ error });
    }
    if (staysIn(answer, key)) {
      line.delayMs = Math.min(Math.max(line.delayMs * 2, FIRST_DELAY_MS), LONGEST_DELAY_MS);
      return;
    }
    line.delayMs = 0;
    if (!line.waiters.includes(first)) discard(answer);
    else first.leave({ answer });
    if (isForAll(answer, key)) for (const other of [...line.waiters]) other.leave({ answer });
  }

  function begin(key: string): Line<Answer> {
    const line: Line<Answer> = {
      waiters: [],
      delayMs: FIRST_DELAY_MS,
      hurry: undefined,
      woken: false,
    };
    lines.set(key, line);
    queueMicrotask(() => void serve(key, line));
    return line;
  }

  return {
    busy: (key) => lines.has(key),

    join(key, { deadline, signal }, ask) {
      const leftMs = deadline - ANSWER_MS - performance.now();
      if (signal.aborted || leftMs <= 0) return Promise.resolve(undefined);
      const line = lines.get(key) ?? begin(key);
      return new Promise((resolve, reject) => {
        const remove = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          const at = line.waiters.indexOf(waiter);
          if (at >= 0) line.waiters.splice(at, 1);
          if (line.waiters.length === 0) line.hurry?.();
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
        line.waiters.push(waiter);
      });
    },

    wake(key) {
      const line = lines.get(key);
      if (line === undefined) return;
      line.woken = true;
      line.hurry?.();
    },
  };
}

/** Jittered, so that processes do not ask in step. */
function pause<Answer>(line: Line<Answer>): Promise<void> {
  const delayMs = line.woken ? 0 : line.delayMs * (0.75 + Math.random() / 2);
  line.woken = false;
  if (delayMs === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      line.hurry = undefined;
      line.woken = false;
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    line.hurry = end;
  });
}
