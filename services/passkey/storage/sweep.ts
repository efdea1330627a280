import type { Queryable } from '../../../libs/pg/index.js';

/** Should time be set back, a challenge that had lapsed is good again: its use is known for a day. */
const KEEP_MS = 86_400_000;
const TICKETS_FROM_MS = 10 * 60_000;

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

/**
 * Deletes a batch of accounts whose passkeys were removed some time ago, and that have nothing since; returns how many it looked
 * at. One that gets a passkey meanwhile stays: the foreign key fails the batch, and the next one passes it over.
 */
export async function sweepHolders(db: Queryable, now: number, limit: number): Promise<number> {
  const { rows } = await db.query<{ account: string }>(
    `UPDATE holder SET tickets_from = NULL WHERE account IN (
       SELECT account FROM holder WHERE tickets_from < $1
       ORDER BY tickets_from LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING account`,
    [new Date(now - TICKETS_FROM_MS), limit],
  );
  await db.query(
    `DELETE FROM holder h WHERE account = ANY($1)
       AND NOT EXISTS (SELECT FROM passkey p WHERE p.account = h.account)
       AND NOT EXISTS (SELECT FROM registration r WHERE r.account = h.account)`,
    [rows.map(({ account }) => account)],
  );
  return rows.length;
}
