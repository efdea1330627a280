import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '../assemble.js';
import { type Ending, lookForExpiry } from './look-for-expiry.js';
import { sweepAll } from './sweep.js';

const SWEEP_MS = 60_000;
const LOOK_MS = 6 * 3600_000;

type JobParts = Pick<Parts, 'sweeps' | 'clock' | 'log' | 'store' | 'readCertificate'>;

/**
 * Runs what runs by itself, in every replica.
 * @param tellEnding told of certificates that end: at the start, and every six hours
 * @returns what ends it, and waits for its end
 */
export function runJobs(
  parts: JobParts,
  tellEnding: (ending: Ending) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const { sweeps, clock, log } = parts;
  const running = [
    onAndOn({ every: SWEEP_MS, first: SWEEP_MS }, () =>
      sweepAll({ sweeps, now: clock.now(), log, signal }),
    ),
    onAndOn({ every: LOOK_MS, first: 0 }, async () => {
      try {
        tellEnding(await lookForExpiry(parts, signal));
      } catch (error) {
        log.warn('certificates could not be looked through', { error });
      }
    }),
  ];
  return async () => {
    stopped.abort();
    await Promise.all(running);
  };

  async function onAndOn(
    { every, first }: { every: number; first: number },
    work: () => Promise<void>,
  ): Promise<void> {
    for (let wait = first; !signal.aborted; wait = every) {
      // Replicas that started together do not go on in step.
      await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await work();
    }
  }
}
