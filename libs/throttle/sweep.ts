import type { Queryable } from '../pg/index.js';
import { bucketOf } from './slots.js';
import type { ThrottleParts } from './throttle.js';

const BATCH = 1000;

/**
 * Announces the limits that have room again, and deletes what no longer counts, in batches. Every
 * replica may run it at the same time: one of them announces each limit, and none waits for
 * another.
 */
export async function sweepThrottle(
  parts: Pick<ThrottleParts, 'db' | 'clock' | 'limits' | 'announce'>,
): Promise<void> {
  const now = parts.clock.now();
  await announceReopened(parts, new Date(now - parts.limits.windowMs));
  const { db, limits } = parts;
  await removeOld(db, 'throttle_failure', 'failed_at', now - limits.windowMs);
  await removeOld(db, 'throttle_place', 'expires_at', now);
  await removeOld(db, 'throttle_usual', 'succeeded_at', now - limits.usualMs);
  await removeOld(db, 'throttle_wrong', 'counted_at', now - limits.windowMs);
  await removeOld(db, 'throttle_changed', 'changed_at', now - limits.windowMs);
}

/** First a quick query without locks: most locked limits stay locked. */
async function announceReopened(
  { db, limits, announce }: Pick<ThrottleParts, 'db' | 'limits' | 'announce'>,
  since: Date,
): Promise<void> {
  const { perScope } = limits;
  const { rows } = await db.query(
    `SELECT secret, scope, account, named, address FROM throttle_locked l
     WHERE CASE scope WHEN 'account' THEN $1::int WHEN 'address' THEN $2::int ELSE $3::int END > (
       SELECT count(*) FROM throttle_failure f
       WHERE f.failed_at > $4 AND f.secret = l.secret
         AND (l.scope = 'address' OR f.account = l.account AND f.named = l.named)
         AND (l.scope = 'account' OR f.address = l.address))
     ORDER BY locked_at LIMIT $5`,
    [perScope.account, perScope.address, perScope['account+address'], since, BATCH],
  );
  for (const bucket of rows.map(bucketOf)) {
    const { secret, scope, account, named, address } = bucket;
    await db.transaction(async (tx) => {
      const reopened = await tx.query(
        'SELECT throttle_open_again($1, $2, $3, $4, $5, $6, $7) AS reopened',
        [secret, scope, account, named, address, since, perScope[scope]],
      );
      if (reopened.rows[0]?.reopened === true)
        await announce(tx, [{ kind: 'unlocked', ...bucket }]);
    });
  }
}

async function removeOld(
  db: Queryable,
  table: `throttle_${'failure' | 'place' | 'usual' | 'wrong' | 'changed'}`,
  column: string,
  before: number,
): Promise<void> {
  for (let removed = BATCH; removed === BATCH; ) {
    const { count } = await db.query(
      `DELETE FROM ${table} WHERE ctid IN (
         SELECT ctid FROM ${table} WHERE ${column} <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [new Date(before), BATCH],
    );
    removed = count;
  }
}
