import type { Queryable } from '../../../libs/pg/index.js';
import { DAY_MS } from '../core/allowance.js';

const MOST = 5_000;

/**
 * Forgets traits whose time is over, and mails a week after they went.
 * @returns how many rows; `MOST` of either says there may be more
 */
export async function sweep(db: Queryable, now: number): Promise<number> {
  const { count: traits } = await db.query(TRAITS, [new Date(now), MOST]);
  const { count: mails } = await db.query(MAILS, [new Date(now - 7 * DAY_MS), MOST]);
  return Math.max(traits, mails) < MOST ? 0 : traits + mails;
}

const TRAITS = {
  name: 'notice-sweep-traits',
  text: `DELETE FROM seen WHERE (account, hash) IN (
    SELECT account, hash FROM seen WHERE expires_at <= $1
    ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
};
const MAILS = {
  name: 'notice-sweep-mails',
  text: `DELETE FROM mail WHERE (id, kind) IN (
    SELECT id, kind FROM mail WHERE state = 'done' AND made_at <= $1
    ORDER BY made_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
};
