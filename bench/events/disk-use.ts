import type { Database } from '../../libs/pg/index.js';

/** What Postgres has written: octets of the record's tables with their indexes, and of WAL. */
export interface DiskUse {
  readonly record: number;
  readonly wal: number;
}

/** Octets that `work` adds, for each of its events. */
export async function diskUseOf(
  db: Database,
  events: number,
  work: () => Promise<unknown>,
): Promise<DiskUse> {
  const before = await diskUse(db);
  await work();
  const after = await diskUse(db);
  return {
    record: (after.record - before.record) / events,
    wal: (after.wal - before.wal) / events,
  };
}

/** What there is now. */
export async function diskUse(db: Database): Promise<DiskUse> {
  const { rows } = await db.query<{ record: string; wal: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal,
       (select sum(pg_total_relation_size(oid)) from pg_class
        where relkind = 'r' and relnamespace = (select oid from pg_namespace where nspname = 'audit')
       )::text as record`,
  );
  return { record: Number(rows[0]?.record), wal: Number(rows[0]?.wal) };
}
