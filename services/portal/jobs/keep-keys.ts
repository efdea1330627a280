import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../libs/pg/index.js';

const EVERY_MS = 60_000;

/** Takes up new signing keys, each minute: they are published days before they sign. Returns what stops it. */
export function keepKeys(parts: {
  refresh: () => Promise<void>;
  log: Logger;
}): () => Promise<void> {
  const { refresh, log } = parts;
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      await refresh().catch((error) => log.warn({ err: error }, 'signing keys cannot be read'));
    }
  };
  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}
