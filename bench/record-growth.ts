import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnPostgres } from '../libs/embedded-postgres/testing.js';
import { quiet } from '../libs/events/testing/outbox-database.js';
import { openDatabase } from '../libs/pg/index.js';
import { migrateRecord } from '../services/audit/testing/open-record.js';
import type { Bench } from './bench.js';
import { fillRecord } from './events/fill-record.js';
import { type Measured, measureAtSize } from './events/measure-at-size.js';

const SIZES = (process.env.BENCH_SIZES ?? '1000000,10000000').split(',').map(Number);
const IS_LEAN = process.env.BENCH_LEAN === '1';
const FILL_TIMEOUT_MS = 3_600_000;

export const bench: Bench = {
  about: 'the record as it grows: queries, append, verify --tail and retention at several sizes',
  async run(tell) {
    const postgres = await startOwnPostgres({
      settings: {
        ...{ fsync: 'on', full_page_writes: 'on', max_wal_size: '4GB' },
        // What is loaded into a table that was truncated in the same transaction is not written to the WAL.
        ...{ wal_level: 'minimal', max_wal_senders: '0', maintenance_work_mem: '512MB' },
      },
    });
    const dir = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    try {
      const database = await postgres.createDatabase(['audit']);
      await migrateRecord(database);
      const address = database.address('audit');
      const db = openDatabase({ ...address, log: quiet, statementTimeoutMs: FILL_TIMEOUT_MS });
      const measured: (readonly Measured[])[] = [];
      for (const size of SIZES) {
        tell(`filling the record with ${size} events`);
        await fillRecord(db, { size, isLean: IS_LEAN, tell });
        tell('measuring');
        measured.push(await measureAtSize({ db, address, dir, size }));
      }
      await db.close();
      const [first = []] = measured;
      const figures = first.map(({ what }, row) =>
        rowOf(
          what,
          measured.map((each) => each[row]),
        ),
      );
      return { figures, notes: [IS_LEAN ? LEAN : WHOLE, ...NOTES] };
    } finally {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

/** The figures of one thing at each size, and the last in relation to the first. */
function rowOf(what: string, measured: readonly (Measured | undefined)[]) {
  const values = measured.map((each) => each?.value ?? 0);
  const bySize = SIZES.map((size, i) => {
    return [`${size.toLocaleString('en')} events`, (values[i] ?? 0).toPrecision(3)] as const;
  });
  const ratio = (values.at(-1) ?? 0) / (values[0] || 1);
  return { what, ...Object.fromEntries(bySize), ratio: ratio.toFixed(2) };
}

const WHOLE = 'events of 830 octets';
const LEAN =
  'generated events of 50 octets (BENCH_LEAN=1): indexes have their size, the table has not';
const NOTES = [
  'over 400 days, of 500 domains and 50,000 accounts; generated in SQL with their leaf hashes, the tree above them made up',
  'one replica of audit and Postgres (fsync on, shared_buffers 128 MB) as processes, the caller in a third; pages are of 8 KiB, cached or not',
];
