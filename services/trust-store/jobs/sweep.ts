import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import { anythingDue, takeDue, takeSweepSlot } from '../storage/sweep.js';
import { type TrustStoreParts, trustTransaction } from '../storage/trust-store.js';

export interface SweepParts extends Pick<TrustStoreParts, 'random' | 'watchRetentionMs'> {
  readonly db: Database;
  readonly clock: Clock;
}

/** Rows a transaction; a batch that is lost with its replica is done again by another. */
export const SWEEP_BATCH = 500;

/**
 * Ends at most a batch of what has run out, with one event each; returns how many. What is taken is
 * locked, and gone with the commit that has its events: whichever replica is killed, whenever, each
 * is ended by exactly one.
 */
export async function sweep(parts: SweepParts): Promise<number> {
  const { db, clock } = parts;
  if (!(await anythingDue(db, clock.now()))) return 0;
  return db.transaction(async (tx) => {
    if (!(await takeSweepSlot(tx))) return 0;
    const now = clock.now();
    const ids = await takeDue(tx, now, SWEEP_BATCH);
    return trustTransaction(tx, parts).end(ids, { why: 'ran-out' }, now);
  });
}
