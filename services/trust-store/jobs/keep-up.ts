import { createWakeSignal } from '../../../libs/clock/wake-signal.js';
import type { Logger } from '../../../libs/pg/index.js';
import { sweepTickets } from '../../../libs/ticket/index.js';
import { numberEnded, pruneEnded } from '../storage/ended-log.js';
import { pruneNotBefore } from '../storage/not-before.js';
import type { FollowedLog } from '../storage/open-ended-log.js';
import { anythingToSettle, settleBatch } from '../storage/settle.js';
import { SWEEP_BATCH, type SweepParts, sweep } from './sweep.js';

export interface KeepUpParts extends SweepParts {
  readonly ended: FollowedLog;
  readonly log: Logger;
}

export interface Running {
  /** Looks for work at once. */
  wake(): void;
  /** Resolves when what is being done is done. */
  stop(): Promise<void>;
}

/** Short, because the clock may be moved at any time: a look costs next to nothing. */
const TICK_MS = 200;
const SETTLE_BATCH = 1000;
const CLEAN_EVERY_MS = 60_000;
const CLEAN_BATCH = 500;
/** Nothing that a login gives can be asked for later than that. */
const NOT_BEFORE_KEPT_MS = 86_400_000;

/**
 * What every replica does by itself, all of them at the same time: applies new limits to what was
 * granted, ends what has run out, gives what ended its positions, deletes what is old. A batch of
 * each in turn, so that none waits for all of another.
 */
export function keepUp(parts: KeepUpParts): Running {
  const { db, clock, ended, log } = parts;
  const pause = createWakeSignal();
  const stopping = new AbortController();
  const failing = new Set<string>();
  let cleanedAt = Number.NEGATIVE_INFINITY;

  /** One kind of work that fails does not keep the others from theirs. True: there is more. */
  async function attempt(what: string, work: () => Promise<boolean>): Promise<boolean> {
    try {
      const more = await work();
      if (failing.delete(what)) log.info({ job: what }, 'works again');
      return more;
    } catch (error) {
      if (!failing.has(what)) log.warn({ err: error, job: what }, 'failed, and is tried again');
      failing.add(what);
      return false;
    }
  }

  async function settle(): Promise<boolean> {
    if (!(await anythingToSettle(db))) return false;
    return db.transaction((tx) => settleBatch(tx, SETTLE_BATCH));
  }

  async function publish(): Promise<boolean> {
    const numbered = await numberEnded(db);
    await ended.refresh();
    return numbered > 0;
  }

  async function clean(): Promise<boolean> {
    if (performance.now() - cleanedAt < CLEAN_EVERY_MS) return false;
    const now = clock.now();
    const pruned = await pruneEnded(db, now, CLEAN_BATCH);
    const swept = await sweepTickets(db, { now, limit: CLEAN_BATCH });
    const old = await pruneNotBefore(db, now - NOT_BEFORE_KEPT_MS, CLEAN_BATCH);
    const more = [pruned, swept, old].includes(CLEAN_BATCH);
    if (!more) cleanedAt = performance.now();
    return more;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = [
        await attempt('settle', settle),
        await attempt('sweep', async () => (await sweep(parts)) === SWEEP_BATCH),
        await attempt('publish', publish),
        await attempt('clean', clean),
      ];
      if (!more.includes(true)) await pause.wait(TICK_MS, stopping.signal);
    }
  }

  const running = run();
  return {
    wake: () => pause.wake(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
