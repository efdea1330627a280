import type { Queryable } from '../../../libs/pg/index.js';

/** Deletes rows of consumed messages that cannot be presented again. */
export async function sweepConsumed(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM consumed WHERE (domain, provider, assertion_id) IN (
       SELECT domain, provider, assertion_id FROM consumed WHERE expires_at < $1 LIMIT $2)`,
    [new Date(now), limit],
  );
  return count;
}

/** Deletes at most `limit` sessions that expired before `now`, and returns how many. */
export async function sweepSessions(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM session WHERE (account, decision_id) IN (
       SELECT account, decision_id FROM session WHERE expires_at < $1 LIMIT $2)`,
    [new Date(now), limit],
  );
  return count;
}
