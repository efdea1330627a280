import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../libs/pg/index.js';

/** Does `work` now and again `ms` after it ended, until `signal` is aborted. Failing, it goes on. */
export async function every(
  ms: number,
  signal: AbortSignal,
  job: { name: string; work: () => Promise<unknown>; log: Logger },
): Promise<void> {
  let complained = false;
  while (!signal.aborted) {
    try {
      await job.work();
      complained = false;
    } catch (error) {
      if (!complained) job.log.warn({ err: error, job: job.name }, 'a job failed');
      complained = true;
    }
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}
