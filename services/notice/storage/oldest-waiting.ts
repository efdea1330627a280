import type { Queryable } from '../../../libs/pg/index.js';

const OLDEST = {
  name: 'notice-oldest-waiting',
  text: `SELECT min(made_at) AS made_at FROM mail WHERE state = 'waiting' AND kind <> 'digest'`,
};

/** How long the oldest mail has been waiting, in ms; 0 if none is. Digests wait by design and do not count. */
export async function oldestWaitingMs(db: Queryable, now: number): Promise<number> {
  const { rows } = await db.query<{ made_at: Date | null }>(OLDEST, []);
  const madeAt = rows[0]?.made_at?.getTime();
  return madeAt === undefined ? 0 : Math.max(0, now - madeAt);
}
