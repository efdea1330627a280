import type { Queryable } from './types.js';

/** Postgres's own time in milliseconds since the epoch, for `followPostgres`. */
export async function readPostgresTime(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ ms: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  return rows[0]?.ms ?? Number.NaN;
}
