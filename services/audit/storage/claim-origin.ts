import type { Queryable } from '../../../libs/pg/index.js';

/**
 * Binds the record to its log's name at the first start.
 * @throws Error if it has another name, because old checkpoints would prove nothing under a new one
 */
export async function claimOrigin(database: Queryable, origin: string): Promise<void> {
  await database.query('update tree set origin = $1 where origin is null', [origin]);
  const { rows } = await database.query<{ origin: string }>('select origin from tree');
  const [tree] = rows;
  if (tree?.origin === origin) return;
  throw new Error(`record.origin is ${origin}, but this record is ${tree?.origin}`);
}
