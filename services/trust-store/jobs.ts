import { every, type Job, MORE, type Sweep, sweepAll } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import { sweepTickets } from '../../libs/ticket/index.js';
import { SWEEP_BATCH, type SweepParts, sweep } from './jobs/sweep.js';
import { numberEnded, pruneEnded } from './storage/ended-log.js';
import { pruneClaims } from './storage/enrolment-claim.js';
import { pruneNotBefore } from './storage/not-before.js';
import type { FollowedLog } from './storage/open-ended-log.js';
import { anythingToSettle, settleBatch } from './storage/settle.js';

export interface JobParts extends SweepParts {
  readonly ended: FollowedLog;
}

/** Short, because the clock may be moved at any time, and a check costs almost nothing. */
const TICK_MS = 200;
const SETTLE_BATCH = 1000;
/** Nothing that a login earns can be asked for later than this. */
const NOT_BEFORE_KEPT_MS = 86_400_000;

/** `publish` assigns log positions to entries that ended, as soon as it is woken. */
export function jobs(parts: JobParts): { readonly all: readonly Job[]; readonly publish: Job } {
  const { db, clock, ended } = parts;
  const publish = every('publish what ended', TICK_MS, async () => {
    const numbered = await numberEnded(db);
    await ended.refresh();
    return numbered > 0 ? MORE : undefined;
  });
  const all = [
    every('apply new limits', TICK_MS, async () => ((await settle(db)) ? MORE : undefined)),
    every('end what ran out', TICK_MS, async () =>
      (await sweep(parts)) === SWEEP_BATCH ? MORE : undefined,
    ),
    publish,
    every('sweep', 60_000, sweepAll(sweepsOf(db), clock)),
  ];
  return { all, publish };
}

async function settle(db: Database): Promise<boolean> {
  if (!(await anythingToSettle(db))) return false;
  return db.transaction((tx) => settleBatch(tx, SETTLE_BATCH));
}

const sweepsOf = (db: Database): Readonly<Record<string, Sweep>> => ({
  'what ended': (now, limit) => pruneEnded(db, now, limit),
  tickets: (now, limit) => sweepTickets(db, { now, limit }),
  'not-befores': (now, limit) => pruneNotBefore(db, 'not_before', now - NOT_BEFORE_KEPT_MS, limit),
  'tickets’ not-befores': (now, limit) =>
    pruneNotBefore(db, 'tickets_not_before', now - NOT_BEFORE_KEPT_MS, limit),
  'claims of enrolments': (now, limit) => pruneClaims(db, now - NOT_BEFORE_KEPT_MS, limit),
});
