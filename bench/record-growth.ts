import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnPostgres } from '../libs/embedded-postgres/testing.js';
import { quiet } from '../libs/events/testing/outbox-database.js';
import { openDatabase } from '../libs/pg/index.js';
import { migrateRecord } from '../services/audit/testing/open-record.js';
import type { Bench, Figures } from './bench.js';
import { fillRecord } from './events/fill-record.js';
import { measureAtSize, type SizeFigures } from './events/measure-at-size.js';

const SIZES = (process.env.BENCH_SIZES ?? '1000000,10000000').split(',').map(Number);
const FILL_TIMEOUT_MS = 540_000;

/** What is measured, with its unit; all but the last two are costs of one of them. */
const ROWS: readonly (readonly [keyof SizeFigures, string])[] = [
  ['account', 'query by account, 20 events, p50, ms'],
  ['own', "a person's own changes, p50, ms"],
  ['domainHour', 'query by domain and hour, 20 events, p50, ms'],
  ['denied', 'query by domain and decision, 20 events, p50, ms'],
  ['id', 'query by id, p50, ms'],
  ['append', 'append 500 events, p50, ms'],
  ['tail', 'verify --tail of 20,000 events, s'],
  ['erase', 'retention, 1,000 events, p50, ms'],
  ['eraseWal', 'WAL of retention, octets an event'],
  ['octets', 'tables and indexes, octets an event'],
];

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
      const measured: SizeFigures[] = [];
      for (const size of SIZES) {
        tell(`filling the record with ${size} events`);
        await fillRecord(db, size, tell);
        tell('measuring');
        measured.push(await measureAtSize({ db, address, dir, size }));
      }
      await db.close();
      return { figures: ROWS.map((row) => rowOf(row, measured)), notes: NOTES };
    } finally {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

function rowOf([key, what]: (typeof ROWS)[number], measured: readonly SizeFigures[]): Figures {
  const values = measured.map((each) => each[key]);
  const bySize = SIZES.map(
    (size, i) => [`${size.toLocaleString('en')} events`, (values[i] ?? 0).toPrecision(3)] as const,
  );
  const ratio = ((values.at(-1) ?? 0) / (values[0] ?? 1)).toFixed(2);
  return { what, ...Object.fromEntries(bySize), ratio };
}

const NOTES = [
  'events of 830 octets over 400 days, 500 domains, 50,000 accounts; generated in SQL with their leaf hashes, the tree made by a repair',
  'one replica of audit and Postgres (fsync on, shared_buffers 128 MB) as processes, the caller in a third',
];
