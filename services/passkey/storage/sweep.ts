import type { Queryable } from '../../../libs/pg/index.js';

/** If the clock is set back, an expired challenge becomes valid again, so its use is remembered for a day longer. */
const KEEP_MS = 86_400_000;

/** Deletes a batch of registrations that have lapsed; returns how many. */
export async function sweepRegistrations(
  db: Queryable,
  now: number,
  limit: number,
): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM registration WHERE id IN (
       SELECT id FROM registration WHERE expires_at <= $1
       ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now), limit],
  );
  return count;
}

/** Deletes a batch of passkeys whose person never kept the recovery codes; returns how many. */
export async function sweepWaiting(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM passkey WHERE id IN (
       SELECT p.id FROM passkey p JOIN waiting w ON w.passkey_id = p.id
       WHERE w.expires_at <= $1 ORDER BY w.expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now), limit],
  );
  return count;
}

/** Deletes a batch of used challenges that nobody can present any more; returns how many. */
export async function sweepChallenges(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM used_challenge WHERE challenge IN (
       SELECT challenge FROM used_challenge WHERE expires_at < $1
       ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now - KEEP_MS), limit],
  );
  return count;
}
