import type { Clock } from '../clock/index.js';
import { createWakeSignal } from '../clock/wake-signal.js';
import type { Log } from '../log/index.js';

/** What a job does on each run. It resolves to `MORE` to run again at once. */
export type Work = (signal: AbortSignal) => Promise<unknown>;

/** The result of a `Work` that left something undone: the job runs again without a pause. */
export const MORE = Symbol('more');

/** Work that each replica repeats. */
export interface Job {
  readonly name: string;
  /** Ends the pause: the job runs at once, or once more if it is running. */
  wake(): void;
  /** Runs the job until `signal` is aborted. Resolves when the last run has ended; never rejects. */
  run(options: { readonly log: Log; readonly signal: AbortSignal }): Promise<void>;
}

/**
 * A run that lasted longer than this before it failed counts as having worked, so the failure is
 * logged again.
 */
const WORKED_MS = 60_000;

/**
 * A job that runs when started, and again about `ms` after each run ended. The pause varies by up
 * to a quarter, so that replicas started together do not stay in step. A failing run does not stop
 * the job; it is logged as a warning once, until a run succeeds.
 */
export function every(name: string, ms: number, work: Work): Job {
  const pause = createWakeSignal();
  return {
    name,
    wake: pause.wake,
    async run({ log, signal }) {
      let isFailing = false;
      while (!signal.aborted) {
        let result: unknown;
        const startedAt = performance.now();
        try {
          result = await work(signal);
          if (isFailing) log.info('a job works again', { job: name });
          isFailing = false;
        } catch (error) {
          if (signal.aborted) return;
          if (performance.now() - startedAt > WORKED_MS) isFailing = false;
          if (!isFailing) log.warn('a job failed, and is tried again', { job: name, error });
          isFailing = true;
        }
        if (result !== MORE) await pause.wait(ms * (0.75 + Math.random() / 2), signal);
      }
    },
  };
}

/** Runs jobs side by side until `signal` is aborted, and resolves when all have ended. */
export async function runJobs(
  jobs: readonly Job[],
  options: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  await Promise.all(jobs.map((job) => job.run(options)));
}

/**
 * Starts jobs in this replica. @returns a function that stops them and resolves when all have ended
 */
export function startJobs(jobs: readonly Job[], log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const running = runJobs(jobs, { log, signal: stopping.signal });
  return async () => {
    stopping.abort();
    await running;
  };
}

/**
 * Deletes what has expired at `now` (ms since 1970). Resolves to the number of rows deleted, about
 * `limit` at most; or deletes everything and resolves to nothing.
 */
export type Sweep = (now: number, limit: number) => Promise<number> | Promise<void>;

const BATCH = 500;

/**
 * Work that deletes what has expired: each kind in turn, in batches, until nothing is left. If one
 * kind fails, the others are still swept. Replicas may sweep at the same time. Only disk space
 * depends on it: the clock decides what has expired.
 * @returns work that rejects with the first failure, after every kind was tried
 */
export function sweepAll(sweeps: Readonly<Record<string, Sweep>>, clock: Clock): Work {
  return async (signal) => {
    const failures: Error[] = [];
    for (const [kind, sweep] of Object.entries(sweeps)) {
      try {
        let count = await sweep(clock.now(), BATCH);
        while (count && count >= BATCH && !signal.aborted) count = await sweep(clock.now(), BATCH);
      } catch (error) {
        failures.push(new Error(`${kind} could not be swept`, { cause: error }));
      }
    }
    if (failures[0] !== undefined) throw failures[0];
  };
}
