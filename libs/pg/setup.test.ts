import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type OwnPostgres,
  startOwnPostgres,
  type TestDatabase,
} from '../embedded-postgres/testing.js';
import { silentLog as log } from '../log/index.js';
import { bootstrap, type DatabaseAddress, migrate, openDatabase } from './index.js';

let server: OwnPostgres;
let dir: string;

beforeAll(async () => {
  server = await startOwnPostgres();
  dir = mkdtempSync(join(tmpdir(), 'setup-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await server.stop();
});

async function ask(address: DatabaseAddress, sql: string, schema = 'public'): Promise<object[]> {
  const db = openDatabase({ ...address, schema, log });
  try {
    return (await db.query(sql)).rows;
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    throw new Error(code ?? 'no code');
  } finally {
    await db.close();
  }
}

describe('bootstrap', () => {
  const services = [
    { schema: 'otp', role: 'gatepost_otp', password: 'first password of otp' },
    { schema: 'saml', role: 'gatepost_saml', password: 'first password of saml' },
  ];

  function as(user: string, password: string, database: string): DatabaseAddress {
    const passwordFile = join(dir, `${user}.password`);
    writeFileSync(passwordFile, password);
    const url = new URL(server.admin.url);
    url.username = user;
    url.pathname = database;
    return { url: url.href, passwordFile };
  }

  it('gives each role its own schema and nothing else', async () => {
    await bootstrap({ admin: server.admin, database: 'gatepost', services });
    const otp = as('gatepost_otp', 'first password of otp', 'gatepost');
    const saml = as('gatepost_saml', 'first password of saml', 'gatepost');
    await ask(otp, 'CREATE TABLE otp.secret AS SELECT 1 AS n');
    expect(await ask(otp, 'SELECT n FROM secret', 'otp')).toEqual([{ n: 1 }]);
    const DENIED = '42501';
    for (const sql of [
      'SELECT n FROM otp.secret',
      'CREATE TABLE otp.mine (n int)',
      'CREATE TABLE public.mine (n int)',
      'CREATE SCHEMA mine',
      'CREATE ROLE mine',
      'SET ROLE gatepost_otp',
    ]) {
      await expect(ask(saml, sql), sql).rejects.toThrow(DENIED);
    }
    await expect(ask(as('gatepost_otp', 'guessed', 'gatepost'), 'SELECT 1')).rejects.toThrow(
      '28P01',
    );
    await bootstrap({
      admin: server.admin,
      database: 'other',
      services: [{ schema: 'x', role: 'stranger', password: 'of a stranger' }],
    });
    await expect(ask(as('stranger', 'of a stranger', 'gatepost'), 'SELECT 1')).rejects.toThrow(
      DENIED,
    );
  });

  it('may run again, and twice at once; then the last passwords hold', async () => {
    const again = services.map((service) => ({ ...service, password: `second ${service.role}` }));
    await Promise.all(
      [1, 2, 3].map(() => bootstrap({ admin: server.admin, database: 'twice', services: again })),
    );
    const otp = as('gatepost_otp', 'second gatepost_otp', 'twice');
    expect(await ask(otp, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await expect(
      ask(as('gatepost_otp', 'first password of otp', 'twice'), 'SELECT 1'),
    ).rejects.toThrow('28P01');
  });

  it('needs no superuser, and no statement shows a password', async () => {
    await ask(
      server.admin,
      "CREATE ROLE operator LOGIN CREATEDB CREATEROLE PASSWORD 'of an operator'",
    );
    const admin = as('operator', 'of an operator', 'postgres');
    const own = [{ schema: 'otp', role: 'managed_otp', password: 'p@ss \'" word' }];
    await bootstrap({ admin, database: 'managed', services: own });
    await bootstrap({ admin, database: 'managed', services: own });
    const otp = as('managed_otp', 'p@ss \'" word', 'managed');
    await ask(otp, 'CREATE TABLE otp.secret AS SELECT 1 AS n');
    await expect(bootstrap({ admin, database: 'a; DROP', services: own })).rejects.toThrow();
  });
});

describe('migrate', () => {
  let database: TestDatabase;
  let migrations: string;
  beforeEach(async () => {
    database = await server.createDatabase(['otp']);
    migrations = mkdtempSync(join(dir, 'migrations-'));
    chmodSync(migrations, 0o755);
  });
  afterEach(() => database.drop());

  const file = (name: string, sql: string) => writeFileSync(join(migrations, name), sql);
  const run = () => {
    const { schema, ...address } = database.address('otp');
    return migrate({ address, schema, dir: migrations, log });
  };
  const tables = async () => {
    const sql = "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'otp' ORDER BY 1";
    return (await ask(database.address('otp'), sql)).map((row) => (row as { t: string }).t);
  };

  it('runs each file once, however many start at once', async () => {
    file('001_first.sql', 'CREATE TABLE first (n int); SELECT pg_sleep(0.3);');
    file('002_second.sql', 'CREATE TABLE second (n int); INSERT INTO first VALUES (1);');
    const ran = await Promise.all([1, 2, 3, 4].map(run));
    expect(ran.map(({ length }) => length).sort()).toEqual([0, 0, 0, 2]);
    file('003_third.sql', 'CREATE TABLE third (n int);');
    expect(await run()).toEqual(['003_third']);
    expect(await run()).toEqual([]);
    expect(await tables()).toEqual(['first', 'migrations', 'second', 'third']);
    expect(await ask(database.address('otp'), 'SELECT n FROM otp.first')).toEqual([{ n: 1 }]);
  });

  it('changes nothing if one fails, and refuses a file that sorts before one that has run', async () => {
    file('001_first.sql', 'CREATE TABLE first (n int);');
    file('002_second.sql', 'CREATE TABLE second (n nonsense);');
    await expect(run()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect((await tables()).filter((name) => name !== 'migrations')).toEqual([]);
    file('002_second.sql', 'CREATE TABLE second (n int);');
    expect(await run()).toEqual(['001_first', '002_second']);
    file('001_earlier.sql', 'CREATE TABLE earlier (n int);');
    await expect(run()).rejects.toMatchObject({ code: 'INTERNAL' });
    rmSync(join(migrations, '001_earlier.sql'));
    // An older binary knows fewer migrations than have run.
    rmSync(join(migrations, '002_second.sql'));
    expect(await run()).toEqual([]);
  });
});

it('knows how Postgres keeps a password', async () => {
  const { scramVerifier } = await import('./scram.js');
  expect(scramVerifier('x')).toMatch(/^SCRAM-SHA-256\$4096:[\w+/]{22}==\$[\w+/]{43}=:[\w+/]{43}=$/);
  expect(() => scramVerifier('naïve')).toThrow('ASCII');
  expect(pg.escapeLiteral(scramVerifier("a'b"))).not.toContain("a'b");
});
