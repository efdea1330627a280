import { setTimeout as rest } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { Checker, CheckJob, SharedChecker } from '../ports.js';
import { takeTurns } from './take-turns.js';

/** Beside the thread that decides logins. */
const THREADS = 2;
const IDLE_MS = 30_000;

/** Reads, compiles and verifies documents in threads of their own, so that no login waits for it. */
export function checkInWorkers(): SharedChecker & { close(): Promise<void> } {
  const pool = new Piscina({
    filename: new URL('./checker-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE_MS,
  });
  const turns = takeTurns(THREADS);
  return {
    within(job: CheckJob): Checker {
      // A signal ends the thread of a task that is running.
      const stop = job.signal === undefined ? {} : { signal: job.signal };
      const run = (task: unknown, name: string) =>
        turns.run(job, () => pool.run(task, { name, ...stop }));
      return {
        readSources: (sources) => run(sources, 'read'),
        checkSet: (set) =>
          set.given ? run(set, 'check') : unhurried(() => run(set, 'check'), job.signal),
        verify: (policies, star, now) =>
          unhurried(() => run({ policies, star, now }, 'verify'), job.signal),
      };
    },
    close: () => pool.destroy(),
  };
}

/** However many documents there are, logins find the cores free half of the time. */
async function unhurried<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const since = performance.now();
  const result = await work();
  await rest(performance.now() - since, undefined, signal === undefined ? {} : { signal });
  return result;
}
