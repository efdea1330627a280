import type { Queryable } from '../../../libs/pg/index.js';
import type { Row } from './rows.js';

/** Whether anything has run out. One index lookup. */
export async function anythingDue(db: Queryable, now: number): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 AS due FROM trust WHERE expires_at <= $1 LIMIT 1', [
    new Date(now),
  ]);
  return rows.length > 0;
}

/**
 * Takes one of the sweep slots until the transaction ends. False if all are taken.
 *
 * There is more than one slot, because a replica that holds one may have stopped responding. It then blocks only its
 * own batch, until Postgres gives up waiting for it (libs/pg: 5 s).
 */
export async function takeSweepSlot(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query('SELECT turn FROM sweep_turn LIMIT 1 FOR UPDATE SKIP LOCKED');
  return rows.length > 0;
}

/** Locks the next rows that ran out, the earliest first, and skips rows that others have locked. */
export async function takeDue(tx: Queryable, now: number, limit: number): Promise<string[]> {
  const { rows } = await tx.query<Row>(
    `SELECT id FROM trust WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2
     FOR UPDATE SKIP LOCKED`,
    [new Date(now), limit],
  );
  return rows.map((row) => row.id as string);
}
