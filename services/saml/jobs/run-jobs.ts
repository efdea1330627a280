import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '../assemble.js';
import { sweepAll } from './sweep.js';

const SWEEP_MS = 60_000;

/** Runs what runs by itself, in every replica. @returns what ends it, and waits for its end */
export function runJobs(parts: Pick<Parts, 'sweeps' | 'clock' | 'log'>): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const { sweeps, clock, log } = parts;
  const running = sweepOnAndOn();
  return async () => {
    stopped.abort();
    await running;
  };

  async function sweepOnAndOn(): Promise<void> {
    while (!signal.aborted) {
      // Replicas that started together do not go on in step.
      const wait = SWEEP_MS * (0.75 + Math.random() / 2);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await sweepAll({ sweeps, now: clock.now(), log, signal });
    }
  }
}
