import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../embedded-postgres/testing.js';
import { silentLog as log } from '../log/index.js';
import { type HeldLock, holdTransaction, untilWaiting } from '../testing/hold-lock.js';
import { until } from '../testing/until.js';
import { concurrentIndexIn } from './concurrent-index.js';
import { type Database, migrate, openDatabase } from './index.js';

let postgres: TestPostgres;
let database: TestDatabase;
let db: Database;
let dir: string;
let held: HeldLock;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  database = await postgres.createDatabase(['otp']);
  db = openDatabase({ ...database.address('otp'), log });
  dir = mkdtempSync(join(tmpdir(), 'concurrent-index-'));
  file('1_table.sql', 'CREATE TABLE big (n int); INSERT INTO big SELECT generate_series(1, 1000);');
  await run();
  file('2_index.sql', '-- Up Migration\n\nCREATE INDEX CONCURRENTLY big_n ON big (n);\n');
  file('3_later.sql', 'CREATE TABLE later (n int);');
  // The build waits for the end of a transaction that wrote to the table.
  held = await holdTransaction(db, (tx) => tx.query('INSERT INTO big VALUES (0)'));
});
afterEach(async () => {
  await held.release();
  await db.close();
  await database.drop();
  rmSync(dir, { recursive: true });
});

const file = (name: string, sql: string) => writeFileSync(join(dir, name), sql);

function run(url?: string): Promise<string[]> {
  const { schema, ...address } = database.address('otp');
  return migrate({ ...{ schema, dir, log }, address: { ...address, ...(url && { url }) } });
}

/** The process of Postgres that builds the index, once it waits. */
function builder(): Promise<number> {
  return until('the build waits', async () => {
    const { rows } = await db.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
         AND query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.pid ?? false;
  });
}

async function isValid(): Promise<boolean | undefined> {
  const { rows } = await db.query<{ valid: boolean }>(
    `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('big_n')`,
  );
  return rows[0]?.valid;
}

/** A writer that does not wait: it fails if a lock is in its way for longer than this. */
const write = () =>
  db.transaction(async (tx) => {
    await tx.query("SET LOCAL lock_timeout = '5s'");
    await tx.query('INSERT INTO big VALUES (1)');
  });

it('an index is built while others write, and a second replica waits for it', async () => {
  const both = [run()];
  await builder();
  both.push(run());
  await until('the second asks for its turn', async () => {
    const { count } = await db.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE '%advisory_lock%' AND pid <> $1
         AND pid <> pg_backend_pid()`,
      [await builder()],
    );
    return count > 0;
  });
  await write();
  await held.release();
  await write();
  expect((await Promise.all(both)).sort()).toEqual([[], ['2_index', '3_later']]);
  expect(await isValid()).toBe(true);
  expect(await run()).toEqual([]);
});

it('a build that Postgres cut off is done anew at the next start', async () => {
  const cut = run().catch(({ code }) => code);
  const admin = openDatabase({ ...database.admin, schema: 'public', log });
  await admin.query('SELECT pg_terminate_backend($1)', [await builder()]);
  await admin.close();
  expect(await cut).toBe('UNAVAILABLE');
  expect(await isValid()).toBe(false);
  await write();
  const again = run();
  await Promise.race([again, untilWaiting(db, 1, 'DROP INDEX CONCURRENTLY%')]);
  await write();
  await held.release();
  expect(await again).toEqual(['2_index', '3_later']);
  expect(await isValid()).toBe(true);
});

it('a build whose process was killed is waited for, and not begun twice', async () => {
  const link = await openLink();
  const killed = run(link.url).catch(({ code }) => code);
  const pid = await builder();
  await link.cut();
  expect(await killed).toBe('UNAVAILABLE');
  const again = run();
  await write();
  expect(await builder()).toBe(pid);
  await held.release();
  expect(await again).toEqual(['2_index', '3_later']);
  expect(await isValid()).toBe(true);
});

it('nothing is done where the index was built in a transaction once', async () => {
  await held.release();
  file('2_index.sql', 'CREATE INDEX big_n ON big (n);');
  expect(await run()).toEqual(['2_index', '3_later']);
  file('2_index.sql', 'CREATE INDEX CONCURRENTLY big_n ON big (n);');
  expect(await run()).toEqual([]);
});

it('is one statement that names its index', () => {
  const statement = 'CREATE UNIQUE INDEX CONCURRENTLY some ON big (n)';
  expect(concurrentIndexIn(`-- why\n${statement};\n`)).toEqual({ name: 'some', statement });
  expect(concurrentIndexIn('-- not CONCURRENTLY\nCREATE INDEX some ON big (n);')).toBeUndefined();
  for (const sql of [
    'CREATE INDEX CONCURRENTLY ON big (n);',
    'CREATE INDEX CONCURRENTLY one ON big (n); CREATE INDEX CONCURRENTLY two ON big (n);',
    'CREATE TABLE small (n int); CREATE INDEX CONCURRENTLY some ON big (n);',
    'DROP INDEX CONCURRENTLY some;',
  ]) {
    expect(() => concurrentIndexIn(sql), sql).toThrow('one statement');
  }
});

/** A way to Postgres that ends as the connections of a killed process do. */
async function openLink(): Promise<{ url: string; cut(): Promise<void> }> {
  const { href, hostname, port: target } = new URL(database.address('otp').url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: href.replace(`:${target}/`, `:${port}/`),
    cut: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
