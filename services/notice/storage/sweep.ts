import type { Queryable } from '../../../libs/pg/index.js';
import { DAY_MS } from '../core/allowance.js';

/** Forgets traits whose time is over, at most `limit`. @returns how many */
export async function sweepTraits(db: Queryable, now: number, limit: number): Promise<number> {
  return (await db.query(TRAITS, [new Date(now), limit])).count;
}

/** How long a person who was away finds what they have not seen. */
const KEEP_MS = 30 * DAY_MS;

/** Forgets mails that went, at most `limit`. @returns how many */
export async function sweepMails(db: Queryable, now: number, limit: number): Promise<number> {
  return (await db.query(MAILS, [new Date(now - KEEP_MS), limit])).count;
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
