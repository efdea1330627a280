import type { Clock } from '../clock/index.js';
import { createWakeSignal } from '../clock/wake-signal.js';
import type { Log } from '../log/index.js';

/** What a job does each time. It resolves to `MORE` where it is to run again at once. */
export type Work = (signal: AbortSignal) => Promise<unknown>;

/** The result of a `Work` that left something undone: the job runs again without a pause. */
export const MORE = Symbol('more');

/** Work that a replica repeats by itself. */
export interface Job {
  readonly name: string;
  /** Ends the pause: the job runs at once, or once more if it is running. */
  wake(): void;
  /** Runs the job until `signal` is aborted. Resolves when the last run has ended; never rejects. */
  run(options: { readonly log: Log; readonly signal: AbortSignal }): Promise<void>;
}

/** A run that took longer than this before it failed worked for a while: its failure is news. */
const WORKED_MS = 60_000;

/**
 * A job that runs when it is started and again `ms` after each run ended, with a random quarter more
 * or less, so that replicas that started together do not stay in step. A run that fails is logged
 * once as a warning until a run succeeds, and the job goes on.
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

/** Starts jobs in this replica. @returns what stops them, and resolves when all have ended */
export function startJobs(jobs: readonly Job[], log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const running = runJobs(jobs, { log, signal: stopping.signal });
  return async () => {
    stopping.abort();
    await running;
  };
}

/**
 * Deletes what is over at `now` (ms since 1970): about `limit` rows, and resolves to how many; or all
 * of it, and resolves to nothing.
 */
export type Sweep = (now: number, limit: number) => Promise<number> | Promise<void>;

const BATCH = 500;

/**
 * The work of deleting what is over: each kind in turn, in batches, until nothing of it is left. One
 * kind that fails does not keep the others from being swept. Replicas may sweep at the same time, and
 * nothing depends on it but room: what has lapsed is decided by the clock.
 *
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
