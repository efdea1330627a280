import { setTimeout as sleep } from 'node:timers/promises';
import { withinAbortScope } from '../../../libs/clock/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { Wake } from '../ports.js';

/** A connection that receives the announcements of other replicas. */
export interface Listener {
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/** The shortest time between two announcements. The first one is sent at once. */
const PAUSE_MS = 50;
const LOOK_MS = 1000;

/**
 * Wakes the followers of the record when it grew here or in another replica. The announcement is a separate statement
 * after the commit: within the transaction, it would serialise all commits in the database.
 */
export function createWake(parts: {
  announce: () => Promise<unknown>;
  listen: (heard: () => void) => Promise<Listener>;
  log: Log;
  /**
   * How often a waiting follower checks by itself, because an announcement may be lost with its sender. Default: 1 s.
   */
  lookMs?: number;
}): Wake & { grown(): void; close(): Promise<void> } {
  const { announce, listen, log, lookMs = LOOK_MS } = parts;
  const stopped = new AbortController();
  const waiting = new Set<() => void>();
  let grownCount = 0;
  let pausing = false;
  let again = false;

  function wakeAll(): void {
    grownCount++;
    for (const wake of waiting) wake();
  }

  let silent = false;
  const complain = (error: unknown) => {
    if (!silent) log.warn('the other replicas cannot be notified of new events', { error });
    silent = true;
  };

  function grown(): void {
    if (pausing) {
      again = true;
      return;
    }
    pausing = true;
    wakeAll();
    const announced = announce().then(() => {
      silent = false;
    }, complain);
    void Promise.all([announced, sleep(PAUSE_MS)]).then(() => {
      pausing = false;
      if (again && !stopped.signal.aborted) {
        again = false;
        grown();
      }
    });
  }

  async function keepListening(): Promise<void> {
    let complained = false;
    while (!stopped.signal.aborted) {
      try {
        const listener = await listen(wakeAll);
        complained = false;
        wakeAll();
        await withinAbortScope({ signals: [listener.lost, stopped.signal] }, async (over) => {
          if (over.aborted) return;
          await new Promise<void>((done) => over.addEventListener('abort', () => done()));
        });
        await listener.close();
      } catch (error) {
        if (!complained) log.warn('cannot receive notifications of other replicas', { error });
        complained = true;
      }
      await sleep(lookMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }
  const listening = keepListening();

  return {
    grown,
    mark: () => grownCount,
    wait: ({ since, ms, signal }) =>
      new Promise((resolve) => {
        if (grownCount !== since || signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(ms, lookMs));
        waiting.add(done);
        signal.addEventListener('abort', done);
      }),
    async close() {
      stopped.abort();
      for (const wake of waiting) wake();
      await listening;
    },
  };
}
