import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Logger } from '../../../libs/pg/index.js';
import type { Clock } from '../ports.js';
import { sweep } from '../storage/sweep.js';

const EVERY_MS = 60_000;

/** Forgets what is over, each minute. Returns what stops it. */
export function keepSwept(parts: { db: Database; clock: Clock; log: Logger }): () => Promise<void> {
  const { db, clock, log } = parts;
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        while ((await sweep(db, clock.now())) > 0 && !stopped.signal.aborted);
      } catch (error) {
        log.warn({ err: error }, 'what is over could not be forgotten');
      }
      await sleep(EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}
