import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../embedded-postgres/testing.js';
import { silentLog } from '../log/index.js';
import { type PgBouncer, startPgBouncer } from '../testing/pgbouncer.js';
import { until } from '../testing/until.js';
import {
  type Database,
  lead,
  openDatabase,
  poolSettings,
  requireSettings,
  setRoleSettings,
} from './index.js';

const log = { ...silentLog, info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const POOL_SIZE = 2;
let server: TestPostgres;
let database: TestDatabase;
let pooler: PgBouncer;
const open: Database[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.createDatabase(['otp', 'saml']);
  const { url, passwordFile = '' } = database.address('otp');
  const password = readFileSync(passwordFile, 'utf8').trim();
  pooler = await startPgBouncer({
    postgresPort: Number(new URL(url).port),
    passwords: { gatepost_otp: password, gatepost_saml: password },
    poolSize: POOL_SIZE,
  });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.close()));
});
afterAll(async () => {
  await pooler?.stop();
  await server?.stop();
});

function connect(schema: string): Database {
  const address = database.address(schema);
  const through = new URL(address.url);
  through.port = String(pooler.port);
  const db = openDatabase({ ...address, pooler: through.href, poolSize: 20, log });
  open.push(db);
  return db;
}

const settingsOf = (schema: string) =>
  poolSettings(schema, database.address(schema).statementTimeoutMs);

describe('through PgBouncer in transaction mode', () => {
  it('refuses connections that were opened before the role had its settings', async () => {
    const db = connect('saml');
    await expect(requireSettings(db, settingsOf('saml'))).rejects.toThrow(
      'connections of the pooler at database.pooler have statement_timeout = 0',
    );
  });

  it('works in the schema of the service, with its time-outs', async () => {
    await setRoleSettings(database.address('otp'), settingsOf('otp'));
    await setRoleSettings(database.address('otp'), settingsOf('otp'));
    const db = connect('otp');
    await requireSettings(db, settingsOf('otp'));
    const { rows } = await db.query('SELECT current_schema() AS schema');
    expect(rows).toEqual([{ schema: 'otp' }]);
  });

  it('shares a few connections among many statements, named ones and transactions', async () => {
    const db = connect('otp');
    await db.query('CREATE TABLE counted (n int NOT NULL)');
    await db.query('INSERT INTO counted VALUES (0)');
    const add = { name: 'add', text: 'UPDATE counted SET n = n + $1 RETURNING n' };
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        n % 2 === 0 ? db.query(add, [1]) : db.transaction((tx) => tx.query(add, [1])),
      ),
    );
    const { rows } = await db.query<{ n: number; sessions: number }>(
      `SELECT n, (SELECT count(*)::int FROM pg_stat_activity
         WHERE usename = 'gatepost_otp' AND application_name = 'gatepost otp') AS sessions
       FROM counted`,
    );
    expect(rows[0]?.n).toBe(200);
    expect(rows[0]?.sessions).toBeLessThanOrEqual(POOL_SIZE);
  });

  it('leads in a session of its own', async () => {
    const db = connect('otp');
    await db.query('CREATE TABLE leader (name text PRIMARY KEY, epoch bigint NOT NULL)');
    const led = vi.fn();
    const candidate = lead({
      ...{ db, log, name: 'work' },
      run: async ({ signal, transaction }) => {
        led(await transaction((tx) => tx.query('SELECT current_schema() AS schema')));
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    await until('it leads', () => expect(led).toHaveBeenCalledOnce());
    const { rows } = await db.query<{ sessions: number }>(
      `SELECT count(*)::int AS sessions FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(rows).toEqual([{ sessions: 1 }]);
    await candidate.stop();
  });

  it('says UNAVAILABLE while PgBouncer is gone, and works again after it', async () => {
    const db = connect('otp');
    await db.query('SELECT 1');
    await pooler.kill();
    await until('it is known', async () => {
      await expect(db.query('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      return !db.healthy;
    });
    await pooler.start();
    await until('it works again', () => db.query('SELECT 1'));
  });
});
