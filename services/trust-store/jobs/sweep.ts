import type { Clock } from '../../../libs/clock/index.js';
import type { Database } from '../../../libs/pg/index.js';
import { anythingDue, takeDue, takeSweepSlot } from '../storage/sweep.js';
import { type TrustStoreParts, trustTransaction } from '../storage/trust-store.js';

export interface SweepParts extends Pick<TrustStoreParts, 'random' | 'watchRetentionMs'> {
  readonly db: Database;
  readonly clock: Clock;
}

/** Rows per transaction. If a replica dies during a batch, another replica repeats it. */
export const SWEEP_BATCH = 500;

/**
 * Ends at most one batch of trust that has run out, with one event each, and returns how many. The rows are locked, and
 * deleted in the commit that appends their events. Whichever replica is killed, and whenever, each row is ended by
 * exactly one replica.
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
