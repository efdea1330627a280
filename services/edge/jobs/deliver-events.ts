import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../libs/log/index.js';

/** Of events that are kept until the record has them. */
export interface Waiting {
  oldest(limit: number): { id: string; bytes: Buffer }[];
  remove(ids: readonly string[]): void;
}

const AT_ONCE = 100;
const EVERY_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/** Brings what waits to the record, for as long as it takes. Returns what stops it. */
export function deliverEvents(parts: {
  waiting: Waiting;
  record: (events: readonly Buffer[], signal: AbortSignal) => Promise<void>;
  log: Log;
}): () => Promise<void> {
  const { waiting, record, log } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const deliver = async (): Promise<number> => {
    const batch = waiting.oldest(AT_ONCE);
    if (batch.length === 0) return EVERY_MS;
    try {
      await record(
        batch.map(({ bytes }) => bytes),
        signal,
      );
    } catch (error) {
      if (!signal.aborted) log.warn('the record cannot be reached: events wait', { error });
      return AFTER_FAILURE_MS;
    }
    waiting.remove(batch.map(({ id }) => id));
    return 0;
  };
  const running = (async () => {
    while (!signal.aborted) {
      await sleep(await deliver(), undefined, { signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}
