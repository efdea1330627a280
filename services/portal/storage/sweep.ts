import type { Database } from '../../../libs/pg/index.js';

const TABLES = ['sign_in', 'browser_session', 'forward_code', 'openid'] as const;
const MOST_ROWS = 1_000;

/** Forgets what is over: nothing rests on it, as every read compares times. @returns rows forgotten */
export async function sweep(db: Database, now: number): Promise<number> {
  let gone = 0;
  for (const table of TABLES) {
    const { count } = await db.query(
      `DELETE FROM ${table} WHERE ctid IN (
         SELECT ctid FROM ${table} WHERE expires_at <= $1 LIMIT ${MOST_ROWS})`,
      [new Date(now)],
    );
    gone += count;
  }
  return gone;
}
