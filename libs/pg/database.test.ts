import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../embedded-postgres/testing.js';
import { GatepostError, notFound } from '../errors/index.js';
import { silentLog } from '../log/index.js';
import {
  type Database,
  type DatabaseOptions,
  isUniqueViolation,
  openDatabase,
  readPostgresTime,
} from './index.js';

const log = { ...silentLog, info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let server: TestPostgres;
let database: TestDatabase;
let db: Database;
const open: Database[] = [];

function connect(options: Partial<DatabaseOptions> = {}): Database {
  const opened = openDatabase({ ...database.address('otp'), log, ...options });
  open.push(opened);
  return opened;
}

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['otp']);
  db = connect();
  await db.query(
    'CREATE TABLE word (id int PRIMARY KEY, text text, CONSTRAINT said_once UNIQUE (text))',
  );
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.close()));
  await database.drop();
});

const backend = async (on: Database) =>
  (await on.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;

describe('connections from before an outage', () => {
  it('are not used again', async () => {
    const several = connect({ poolSize: 4 });
    const used = async () => {
      const pids = await Promise.all(Array.from({ length: 4 }, () => backend(several)));
      return new Set(pids);
    };
    const before = await used();
    expect(before.size).toBe(4);
    expect(await used()).toEqual(before);
    const end = several.query('SELECT pg_terminate_backend(pg_backend_pid())');
    await expect(end).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect([...(await used())].filter((pid) => before.has(pid))).toEqual([]);
  });
});

describe('a session', () => {
  it('works in its schema, waits for the disk, and knows no time zone', async () => {
    const { rows } = await db.query(
      `SELECT current_schema() AS schema, current_setting('synchronous_commit') AS sync,
              current_setting('TimeZone') AS zone, current_setting('search_path') AS path`,
    );
    expect(rows).toEqual([{ schema: 'otp', sync: 'on', zone: 'UTC', path: 'otp' }]);
  });

  it('takes further settings', async () => {
    const other = connect({ settings: { 'gatepost.word': 'two  words\\' } });
    const { rows } = await other.query('SHOW gatepost.word');
    expect(rows).toEqual([{ 'gatepost.word': 'two  words\\' }]);
  });

  it('reads bigint as a number or not at all, and date as its text', async () => {
    const sql = `SELECT $1::bigint AS n, $2::bigint[] AS ns, '2027-01-31'::date AS day,
                        '{2027-01-31,NULL}'::date[] AS days, '\\x00ff'::bytea AS bytes`;
    const { rows } = await db.query(sql, [2 ** 53 - 1, [1, null, -2]]);
    expect(rows).toEqual([
      {
        n: 2 ** 53 - 1,
        ns: [1, null, -2],
        day: '2027-01-31',
        days: ['2027-01-31', null],
        bytes: Buffer.from([0, 255]),
      },
    ]);
    await expect(db.query('SELECT 9007199254740993::bigint')).rejects.toMatchObject({
      code: 'INTERNAL',
    });
    expect(await readPostgresTime(db)).toBeGreaterThan(Date.UTC(2020));
  });

  it('takes the password from its file at each connection, and never from the URL', async () => {
    const passwordFile = join(mkdtempSync(join(tmpdir(), 'gatepost-test-')), 'changing.password');
    writeFileSync(passwordFile, 'wrong');
    const other = connect({ passwordFile });
    const failure = await other.query('SELECT 1').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'UNAVAILABLE' });
    writeFileSync(passwordFile, 'of a role that lives as long as a test\n');
    expect((await other.query('SELECT 1')).count).toBe(1);

    const url = database.address('otp').url.replace('@', ':hunter2@');
    expect(() => connect({ url })).toThrow('belongs in a file');
    expect(() => connect({ url })).not.toThrow('hunter2');
    expect(() => connect({ schema: 'otp; DROP' })).toThrow('schema');
    expect(() => connect({ url: 'otp' })).toThrow('postgres://');
  });
});

describe('a connection', () => {
  it('is tried again before a call fails', async () => {
    const { hostname, port } = new URL(server.admin.url);
    let refused = 0;
    const way = createServer((inbound) => {
      if (refused < 2) {
        refused += 1;
        inbound.destroy();
        return;
      }
      const outbound = dial({ host: hostname, port: Number(port) });
      inbound.pipe(outbound).pipe(inbound);
      inbound.on('close', () => outbound.destroy()).on('error', () => undefined);
    });
    await new Promise<void>((listening) => way.listen(0, '127.0.0.1', listening));
    const url = new URL(database.address('otp').url);
    url.port = String((way.address() as AddressInfo).port);
    expect((await connect({ url: url.href }).query('SELECT 1')).count).toBe(1);
    expect(refused).toBe(2);
    way.close();
  });
});

describe('a transaction', () => {
  const count = async () => (await db.query('SELECT FROM word')).count;

  it('is committed when its work is done, and gone when it throws', async () => {
    await db.transaction((tx) => tx.query("INSERT INTO word VALUES (1, 'a')"));
    const error = notFound('nothing here');
    const work = db.transaction(async (tx) => {
      await tx.query("INSERT INTO word VALUES (2, 'b')");
      throw error;
    });
    await expect(work).rejects.toBe(error);
    expect(await count()).toBe(1);
  });

  it('fails if an error in it was swallowed', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query("INSERT INTO word VALUES (1, 'a')");
      await tx.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await count()).toBe(0);
  });

  it('leaves its connection usable after a refused statement, and only then', async () => {
    const one = connect({ poolSize: 1, statementTimeoutMs: 3_000 });
    const first = await backend(one);
    await one.query("INSERT INTO word VALUES (1, 'a')");
    const again = await one.query("INSERT INTO word VALUES (2, 'a')").catch((e: unknown) => e);
    expect(isUniqueViolation(again, 'said_once')).toBe(true);
    expect(isUniqueViolation(again, 'word_pkey')).toBe(false);
    const inside = one.transaction((tx) => tx.query("INSERT INTO word VALUES (1, 'c')"));
    expect(isUniqueViolation(await inside.catch((e: unknown) => e), 'word_pkey')).toBe(true);
    expect(await backend(one)).toBe(first);

    await expect(one.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await backend(one)).not.toBe(first);
    expect(one.healthy).toBe(true);
  });
});

describe('an error', () => {
  it('hides the driver’s message', async () => {
    await db.query("INSERT INTO word VALUES (1, 'hunter2')");
    const statements = [
      "INSERT INTO word VALUES (2, 'hunter2')",
      'SELECT hunter2',
      "SELECT 'hunter2'::int",
    ];
    for (const sql of statements) {
      const error = await db.query(sql).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(GatepostError);
      expect(error).toMatchObject({ code: 'INTERNAL', message: 'internal error' });
      expect(JSON.stringify(error)).not.toContain('hunter2');
    }
  });

  it('says ABORTED for a deadlock', async () => {
    await db.query("INSERT INTO word VALUES (1, 'a'), (2, 'b')");
    let arrived = 0;
    let go: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => {
      go = resolve;
    });
    const touch = (first: number, second: number) =>
      db.transaction(async (tx) => {
        await tx.query('UPDATE word SET id = id WHERE id = $1', [first]);
        arrived += 1;
        if (arrived === 2) go();
        await bothHoldOne;
        await tx.query('UPDATE word SET id = id WHERE id = $1', [second]);
      });
    const outcomes = await Promise.allSettled([touch(1, 2), touch(2, 1)]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'ABORTED' } }]);
  });

  it('becomes UNAVAILABLE if no connection is free in time', async () => {
    const one = connect({ poolSize: 1, acquireTimeoutMs: 100 });
    const waited = one.transaction(() => one.query('SELECT 1'));
    await expect(waited).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(one.healthy).toBe(true);
  });
});
