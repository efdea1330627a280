import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '../assemble.js';
import { sweepAll } from './sweep.js';

const SWEEP_MS = 10_000;

/** Runs what runs by itself, in every replica. @returns what ends it, and waits for its end */
export function runJobs(parts: Parts): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const { sweeps, clock, log, notBefore } = parts;
  const running = [every(SWEEP_MS, () => sweepAll({ sweeps, now: clock.now(), log, signal }))];
  const stopTelling = notBefore.run();
  return async () => {
    stopped.abort();
    await Promise.all([...running, stopTelling()]);
  };

  async function every(ms: number, work: () => Promise<unknown>): Promise<void> {
    let complained = false;
    while (!signal.aborted) {
      // Replicas that started together do not go on in step.
      await sleep(ms * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await work();
        complained = false;
      } catch (error) {
        if (!complained) log.warn('a job failed', { error });
        complained = true;
      }
    }
  }
}
