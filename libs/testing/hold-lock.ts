import type { Database, Queryable } from '../pg/index.js';
import { until } from './until.js';

/** A lock that another session holds for as long as a test wants. */
export interface HeldLock {
  /** Commits the transaction that holds it. */
  release(): Promise<void>;
}

/**
 * Runs `sql`, which takes a lock (`SELECT … FOR UPDATE`, `LOCK TABLE …`), in a transaction that
 * stays open. Resolves when the lock is held: from then on, whoever asks for it waits.
 */
export async function holdLock(db: Database, sql: string): Promise<HeldLock> {
  return await holdTransaction(db, (tx) => tx.query(sql));
}

/** The same for whatever `work` does in its transaction; resolves when `work` has. */
export async function holdTransaction(
  db: Database,
  work: (tx: Queryable) => Promise<unknown>,
): Promise<HeldLock> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((held, failed) => {
    done = db.transaction(async (tx) => {
      await work(tx);
      held();
      await released;
    });
    done.catch(failed);
  });
  return {
    async release() {
      release();
      await done;
    },
  };
}

/**
 * How many sessions of this database wait for a lock; with `query`, only those that run a statement
 * like it.
 */
export async function countWaiting(db: Queryable, query = '%'): Promise<number> {
  const { count } = await db.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
    [query],
  );
  return count;
}

/** Resolves when at least `sessions` sessions of this database wait for a lock. */
export async function untilWaiting(db: Queryable, sessions = 1, query = '%'): Promise<void> {
  await until(`${sessions} sessions wait for a lock`, async () => {
    const waiting = await countWaiting(db, query);
    if (waiting < sessions) throw new Error(`${waiting} wait`);
  });
}
