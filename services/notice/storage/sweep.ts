import type { Queryable } from '../../../libs/pg/index.js';
import { DAY_MS } from '../core/allowance.js';

/**
 * Deletes at most `limit` expired traits.
 * @returns how many
 */
export async function sweepTraits(db: Queryable, now: number, limit: number): Promise<number> {
  return (await db.query(TRAITS, [new Date(now), limit])).count;
}

/** How long notices are kept for a person who was away and has not seen them. */
const KEEP_MS = 30 * DAY_MS;

/**
 * Deletes at most `limit` mails that were sent.
 * @returns how many
 */
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
