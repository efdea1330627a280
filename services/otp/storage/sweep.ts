import type { Database, Queryable } from '../../../libs/pg/index.js';

/** The ages, in ms, after which rows are deleted. */
const ATTEMPT_MS = 10 * 60_000;
const USED_CODE_MS = 7 * 24 * 3_600_000;

/** Deletes a batch of authenticators whose enrolment has lapsed. Returns how many. */
export async function sweepEnrolments(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM authenticator WHERE id IN (
       SELECT a.id FROM authenticator a JOIN enrolment e ON e.authenticator_id = a.id
       WHERE e.expires_at <= $1 ORDER BY e.expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now), limit],
  );
  return count;
}

/** Deletes a batch of verdicts that are too old to be repeated. Returns how many. */
export async function sweepAttempts(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM attempt WHERE ctid IN (
       SELECT ctid FROM attempt WHERE decided_at < $1
       ORDER BY decided_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now - ATTEMPT_MS), limit],
  );
  return count;
}

/**
 * Deletes used codes that are a week old, and stores for each authenticator up to which step. If the clock is set back,
 * those codes still count as used. Returns how many it deleted.
 */
export async function forgetUsedCodes(db: Database, now: number, limit: number): Promise<number> {
  const { rows } = await db.query<{ id: string; step: number }>(
    `SELECT authenticator_id AS id, max(step) AS step FROM (
       SELECT authenticator_id, step FROM used_code WHERE used_at < $1 ORDER BY used_at LIMIT $2
     ) AS old GROUP BY authenticator_id`,
    [new Date(now - USED_CODE_MS), limit],
  );
  let forgotten = 0;
  for (const { id, step } of rows) {
    forgotten += await db.transaction(async (tx) => {
      await tx.query(
        'UPDATE authenticator SET forgotten_to = greatest(forgotten_to, $2) WHERE id = $1',
        [id, step],
      );
      const { count } = await tx.query(
        'DELETE FROM used_code WHERE authenticator_id = $1 AND step <= $2',
        [id, step],
      );
      return count;
    });
  }
  return forgotten;
}
