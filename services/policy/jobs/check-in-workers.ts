import { setTimeout as rest } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { withinAbortScope } from '../../../libs/clock/index.js';
import { compiledFile } from '../../../libs/config/index.js';
import { resourceExhausted } from '../../../libs/errors/index.js';
import type { Checker, CheckJob, SharedChecker } from '../ports/checker.js';
import { shareThreads } from './share-threads.js';

/** Threads besides the one that decides logins. */
const THREADS = 2;
const IDLE_MS = 30_000;

/** Memory limit of one thread: twice the most that a text of 1 MiB was seen to need. */
const MEMORY_MB = 160;
const YOUNG_MB = 16;
/** Time limit of one part of a set, or one page of logins. */
const TASK_MS = 120_000;

export interface WorkerLimits {
  /** A module with the same tasks as checker-worker.ts. */
  readonly filename?: string;
  readonly memoryMb?: number;
  readonly taskMs?: number;
}

/**
 * Reads, compiles and verifies documents, and replays recorded logins, in separate threads, so that no login waits for
 * it. A thread that exceeds its memory or time limit is ended, and its task is refused.
 */
export function checkInWorkers(
  limits: WorkerLimits = {},
): SharedChecker & { close(): Promise<void> } {
  const { memoryMb = MEMORY_MB, taskMs = TASK_MS } = limits;
  const pool = new Piscina({
    filename: limits.filename ?? compiledFile('services/policy/jobs/checker-worker.ts'),
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const turns = shareThreads(THREADS);
  return {
    within(job: CheckJob): Checker {
      const signals = job.signal === undefined ? [] : [job.signal];
      const run = (task: unknown, name: string) =>
        turns.run(job, () =>
          // An aborted signal ends the thread of the running task.
          withinAbortScope({ signals, ms: taskMs }, (signal) =>
            pool.run(task, { name, signal }).catch((error: unknown) => {
              job.signal?.throwIfAborted();
              throw inOurWords(error, signal);
            }),
          ),
        );
      const slowly = (task: unknown, name: string) => unhurried(() => run(task, name), job.signal);
      return {
        readSources: (sources) => run(sources, 'read'),
        checkSet: (set) => (set.given ? run(set, 'check') : slowly(set, 'check')),
        verify: (policies, star, now) => slowly({ policies, star, now }, 'verify'),
        outline: (events) => slowly(events, 'outline'),
        replay: (task) => slowly(task, 'replay'),
        trialLogins: (task) => slowly(task, 'trialLogins'),
        compare: (task) => run(task, 'compare'),
        allowed: (events) => slowly(events, 'allowed'),
        propose: (task) => run(task, 'proposeFrom'),
      };
    },
    close: () => pool.destroy(),
  };
}

function inOurWords(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return resourceExhausted('checking the documents takes too long');
  const { code } = error as { code?: unknown };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return resourceExhausted('checking the documents takes too much memory');
  }
  return error;
}

/** Rests as long as the work took, so that logins have the cores half of the time however many documents there are. */
async function unhurried<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const since = performance.now();
  const result = await work();
  await rest(performance.now() - since, undefined, signal === undefined ? {} : { signal });
  return result;
}
