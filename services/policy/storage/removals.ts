import type { Database, Queryable } from '../../../libs/pg/index.js';
import { type Removal, type Removals, STORES, type Store } from '../ports/removals.js';

/** How long other replicas leave a removal alone after one has taken it. */
const RETRY_MS = 5_000;
const AT_ONCE = 20;

interface Row {
  readonly account: string;
  readonly actor: string;
  readonly requested_at: Date;
  readonly completed_at: Date | null;
  readonly waiting: Store[];
  readonly removed: number;
}

const COLUMNS = 'account, actor, requested_at, completed_at, waiting, removed';

/** The removals of accounts in Postgres, shared by all replicas. */
export function removalStore(parts: {
  readonly db: Database;
  /** Appends the event of a completed removal, within its transaction. */
  readonly announce: (tx: Queryable, removal: Removal) => Promise<void>;
}): Removals {
  const { db, announce } = parts;
  return {
    async begin({ account, actor, requestedAt }) {
      const { rows } = await db.query<Row>(
        `WITH forgotten AS (DELETE FROM reminder WHERE account = $1)
         INSERT INTO removal (account, actor, requested_at, waiting, retry_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET actor = excluded.actor,
           requested_at = excluded.requested_at, completed_at = NULL, removed = 0,
           waiting = excluded.waiting, retry_at = excluded.retry_at
         RETURNING ${COLUMNS}`,
        [account, actor, new Date(requestedAt), STORES, new Date(requestedAt + RETRY_MS)],
      );
      return removalOf(rows[0] as Row);
    },

    async find(account) {
      const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM removal WHERE account = $1`, [
        account,
      ]);
      return rows[0] && removalOf(rows[0]);
    },

    async due(now) {
      const { rows } = await db.query<Row>(
        `UPDATE removal SET retry_at = $2 WHERE account IN (
           SELECT account FROM removal WHERE completed_at IS NULL AND retry_at <= $1
           ORDER BY retry_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
         RETURNING ${COLUMNS}`,
        [new Date(now), new Date(now + RETRY_MS)],
      );
      return rows.map(removalOf);
    },

    async postpone({ account, requestedAt }, at) {
      await db.query('UPDATE removal SET retry_at = $3 WHERE account = $1 AND requested_at = $2', [
        account,
        new Date(requestedAt),
        new Date(at),
      ]);
    },

    async confirm(removal, store, { now, removed }) {
      await db.transaction(async (tx) => {
        const { rows } = await tx.query<Row>(
          `UPDATE removal SET waiting = array_remove(waiting, $3), removed = removed + $5,
             completed_at = CASE WHEN array_remove(waiting, $3) = '{}' THEN $4::timestamptz END
           WHERE account = $1 AND requested_at = $2 AND $3 = ANY(waiting)
           RETURNING ${COLUMNS}`,
          [removal.account, new Date(removal.requestedAt), store, new Date(now), removed],
        );
        const row = rows[0];
        if (row !== undefined && row.completed_at !== null) await announce(tx, removalOf(row));
      });
    },
  };
}

function removalOf(row: Row): Removal {
  const { account, actor, requested_at, completed_at, waiting, removed } = row;
  return {
    account,
    actor,
    requestedAt: requested_at.getTime(),
    completedAt: completed_at?.getTime(),
    waiting,
    removed,
  };
}
