import type { Database } from '../../../libs/pg/index.js';

const TABLES = ['sign_in', 'browser_session', 'forward_code', 'openid', 'client_login'] as const;

/**
 * Deletes expired rows, at most `limit` a table. Correctness does not depend on it, as every read compares
 * times. @returns rows deleted
 */
export async function sweep(db: Database, now: number, limit: number): Promise<number> {
  let gone = 0;
  for (const table of TABLES) {
    const { count } = await db.query(
      `DELETE FROM ${table} WHERE ctid IN (
         SELECT ctid FROM ${table} WHERE expires_at <= $1 LIMIT $2)`,
      [new Date(now), limit],
    );
    gone += count;
  }
  return gone;
}

/**
 * Limits the records that anybody can begin to `most`, from all networks together: deletes the oldest beyond that, at
 * most `limit` rows. Nobody has signed in with these. @returns rows deleted
 */
export async function sweepBegun(db: Database, most: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM openid WHERE ctid IN (
       SELECT ctid FROM openid WHERE begun_by IS NOT NULL
       ORDER BY expires_at DESC OFFSET $1 LIMIT $2)`,
    [most, limit],
  );
  return count;
}
