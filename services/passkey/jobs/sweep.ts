import type { Log } from '../../../libs/log/index.js';

/** Deletes about `limit` of something that is old; returns how many: fewer, if nothing is left. */
export type Sweep = (now: number, limit: number) => Promise<number>;

const BATCH = 500;

/**
 * Sweeps each kind of thing, in batches, until nothing is left or `signal` is aborted. Replicas may
 * do so at the same time. Nothing depends on it but room: what has lapsed is decided by the clock.
 */
export async function sweepAll(options: {
  readonly sweeps: Readonly<Record<string, Sweep>>;
  readonly now: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { sweeps, now, log, signal } = options;
  for (const [what, sweep] of Object.entries(sweeps)) {
    try {
      while (!signal.aborted && (await sweep(now, BATCH)) >= BATCH);
    } catch (error) {
      log.warn('sweeping failed', { what, error });
    }
  }
}
