import type { Queryable } from '../../../libs/pg/index.js';
import type { Why } from '../core/trust.js';
import type { EndedEntry, LogBounds } from '../ports.js';
import type { Row } from './rows.js';
import { TRUST_COLUMNS, timeOf, trustOf } from './rows.js';

// Only committed entries are visible here, and the row of watch_position stays locked until the positions are committed
// too. So no position becomes visible before a lower one. If two replicas assign positions at once, the second waits,
// finds its rows already numbered, and leaves a gap.
const NUMBER = `
  WITH free AS (
    SELECT entry, row_number() OVER (ORDER BY entry) AS n
    FROM (SELECT entry FROM ended WHERE position IS NULL ORDER BY entry LIMIT 5000) next
  ), given AS (
    UPDATE watch_position SET last = last + (SELECT count(*) FROM free)
    WHERE EXISTS (SELECT FROM free)
    RETURNING last - (SELECT count(*) FROM free) AS base
  )
  UPDATE ended SET position = given.base + free.n
  FROM free, given WHERE ended.entry = free.entry AND ended.position IS NULL`;

/**
 * Assigns positions to committed entries that have none, and returns how many. One statement, so that no client can
 * stop half-way.
 */
export async function numberEnded(db: Queryable): Promise<number> {
  const found = await db.query('SELECT FROM ended WHERE position IS NULL LIMIT 1');
  if (found.rows.length === 0) return 0;
  return (await db.query(NUMBER)).count;
}

/** The bounds of the log. */
export async function logBounds(db: Queryable): Promise<LogBounds> {
  const { rows } = await db.query<Row>('SELECT last, pruned FROM watch_position');
  return { last: Number(rows[0]?.last), pruned: Number(rows[0]?.pruned) };
}

/**
 * At most `limit` entries with `after` < position <= `upTo`, in order, of these domains (undefined: all). The bounds
 * must be read after the entries, so that deletions in between are noticed.
 */
export async function readEnded(
  db: Queryable,
  range: { after: number; upTo: number; domains: readonly string[] | undefined; limit: number },
): Promise<EndedEntry[]> {
  const { after, upTo, domains = null, limit } = range;
  const { rows } = await db.query<Row>(
    `SELECT t.position, t.why, t.ended_at, ${TRUST_COLUMNS}
     FROM (SELECT x.*, x.trust_id AS id FROM ended x) t CROSS JOIN LATERAL (SELECT t.until AS ends_at) e
     WHERE t.position > $1 AND t.position <= $2 AND ($3::text[] IS NULL OR t.domain = ANY($3))
     ORDER BY t.position LIMIT $4`,
    [after, upTo, domains, limit],
  );
  return rows.map((row) => ({
    position: Number(row.position),
    trust: trustOf(row),
    why: row.why as Why,
    endedAt: timeOf(row.ended_at),
  }));
}

/** Schedules an account's log entries for deletion at `at`, and returns how many. */
export async function forgetEarly(tx: Queryable, account: string, at: number): Promise<number> {
  const { count } = await tx.query(
    `UPDATE ended SET forget_at = $2, early = true
     WHERE account = $1 AND NOT early AND forget_at > $2`,
    [account, new Date(at)],
  );
  return count;
}

/** Deletes at most `limit` entries that are due, and returns how many. */
export async function pruneEnded(db: Queryable, now: number, limit: number): Promise<number> {
  const { rows } = await db.query<Row>(
    `WITH old AS (
       SELECT entry FROM ended WHERE forget_at <= $1 AND position IS NOT NULL
       ORDER BY forget_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ), gone AS (
       DELETE FROM ended WHERE entry IN (SELECT entry FROM old) RETURNING position, early
     ), noted AS (
       UPDATE watch_position
       SET pruned = greatest(pruned, (SELECT max(position) FROM gone WHERE NOT early))
     )
     SELECT count(*) AS deleted FROM gone`,
    [new Date(now), limit],
  );
  return Number(rows[0]?.deleted);
}
