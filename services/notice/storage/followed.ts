import type { Queryable } from '../../../libs/pg/index.js';
import type { Followed } from '../ports.js';

/** How far the record was read. On the first call, following begins at `now`. */
export async function readFollowed(db: Queryable, now: number): Promise<Followed> {
  await db.query('INSERT INTO followed (since) VALUES ($1) ON CONFLICT DO NOTHING', [
    new Date(now),
  ]);
  const { rows } = await db.query<{ position: string | number | bigint | null; since: Date }>(
    'SELECT position, since FROM followed',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the table followed is empty');
  const { position, since } = row;
  return { position: position === null ? undefined : BigInt(position), since: since.getTime() };
}
