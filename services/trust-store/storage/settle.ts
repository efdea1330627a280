import type { Queryable } from '../../../libs/pg/index.js';
import { EVERY_DOMAIN } from '../core/limits.js';
import type { Row } from './rows.js';

/** Whether any change of limits has yet to be applied to rows. */
export async function anythingToSettle(db: Queryable): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 AS pending FROM tightening LIMIT 1');
  return rows.length > 0;
}

/**
 * Applies one batch of one change of limits to the rows it binds, so that the sweeper's index has their new end. The
 * change is deleted once it has been applied to all rows.
 *
 * @returns false if there was nothing to do, or another replica is doing it
 */
export async function settleBatch(tx: Queryable, limit: number): Promise<boolean> {
  const taken = await tx.query<Row>(
    `SELECT id, domain, kind, done_domain, done_account, done_id
     FROM tightening ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  const change = taken.rows[0];
  if (change === undefined) return false;
  const owner =
    change.domain === EVERY_DOMAIN
      ? '($5::text IS NOT NULL AND (t.domain, t.account, t.id) > ($1, $2, $3::uuid))'
      : '(t.domain = $5 AND $1::text IS NOT NULL AND (t.account, t.id) > ($2, $3::uuid))';
  const { rows } = await tx.query<Row>(
    `WITH batch AS (
       SELECT t.id, t.domain, t.account FROM trust t
       WHERE ${owner} ORDER BY t.domain, t.account, t.id LIMIT $4
     ), bound AS (
       SELECT t.id FROM trust t CROSS JOIN LATERAL ending(t) e
       WHERE t.id IN (SELECT id FROM batch) AND t.kind = $6
         AND (e.ends_at, e.is_cut) IS DISTINCT FROM (t.expires_at, t.cut)
       ORDER BY t.domain, t.account, t.id FOR UPDATE OF t
     ), settled AS (
       UPDATE trust t SET (expires_at, cut) = (SELECT e.ends_at, e.is_cut FROM ending(t) e)
       WHERE t.id IN (SELECT id FROM bound)
     )
     SELECT id, domain, account FROM batch ORDER BY domain, account, id`,
    [change.done_domain, change.done_account, change.done_id, limit, change.domain, change.kind],
  );
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) {
    await tx.query('DELETE FROM tightening WHERE id = $1', [change.id]);
  } else {
    await tx.query(
      'UPDATE tightening SET done_domain = $2, done_account = $3, done_id = $4 WHERE id = $1',
      [change.id, last.domain, last.account, last.id],
    );
  }
  return true;
}
