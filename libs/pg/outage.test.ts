import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processesIn } from '../embedded-postgres/processes.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { type OwnPostgres, startOwnPostgres } from '../embedded-postgres/testing.js';
import { silentLog } from '../log/index.js';
import { until } from '../testing/until.js';
import { createBreaker } from './breaker.js';
import { connectClient, endClient } from './connect.js';
import { type Database, openDatabase } from './index.js';

const log = { ...silentLog, info: vi.fn(), warn: vi.fn(), error: vi.fn() };

describe('the breaker', () => {
  it('opens after failures in a row, asks only its probe, and closes with it', async () => {
    let answer: (error?: Error) => void = () => undefined;
    const probe = vi.fn(
      () =>
        new Promise<void>((resolve, reject) => {
          answer = (error) => (error === undefined ? resolve() : reject(error));
        }),
    );
    const onChange = vi.fn();
    const breaker = createBreaker({ probe, threshold: 3, probeIntervalMs: 1, onChange });
    for (const failed of [true, true, false, true, true]) {
      if (failed) breaker.failed('x');
      else breaker.succeeded();
    }
    expect(breaker.open).toBe(false);
    breaker.check();
    breaker.failed('x');
    expect(() => breaker.check()).toThrow('cannot be reached');
    breaker.failed('x');
    expect(probe).toHaveBeenCalledOnce();
    // A call that began before the breaker opened succeeds late, and does not close it.
    breaker.succeeded();
    expect(breaker.open).toBe(true);
    answer(new Error('still down'));
    await until('it probed twice', () => expect(probe).toHaveBeenCalledTimes(2));
    expect(breaker.open).toBe(true);
    answer();
    await until('it is closed', () => expect(breaker.open).toBe(false));
    breaker.check();
    expect(onChange.mock.calls.map(([open]) => open)).toEqual([true, false]);
    breaker.stop();
  });
});

describe('answers that do not come', () => {
  const open = () => {
    let at = 0;
    const probe = () => new Promise<void>(() => undefined);
    const now = () => at;
    const parts = { probe, threshold: 3, probeIntervalMs: 1, onChange: vi.fn(), now };
    const breaker = createBreaker(parts);
    const silent = (pass: number) => {
      at += pass;
      breaker.silent('x');
      breaker.succeeded();
    };
    return { breaker, silent };
  };

  it('open the breaker, whatever else is answered', () => {
    const { breaker, silent } = open();
    silent(0);
    silent(10_000);
    expect(breaker.open).toBe(false);
    silent(10_000);
    expect(breaker.open).toBe(true);
    breaker.stop();
  });

  it('count for 30 s', () => {
    const { breaker, silent } = open();
    for (let n = 0; n < 10; n += 1) silent(15_000);
    expect(breaker.open).toBe(false);
    breaker.stop();
  });
});

/** So many calls hang until the breaker opens. */
const HUNG = 3;

describe('a primary without the standby that its commits wait for', () => {
  it('fails calls at once, collects no waiting sessions, and is used again once it is answered', async () => {
    const server = await startOwnPostgres();
    const database = await server.createDatabase(['otp']);
    const parts = { ...database.address('otp'), log, acquireTimeoutMs: 2_000 };
    const db = openDatabase({ ...parts, statementTimeoutMs: 500 });
    const client = await connectClient(server.admin, {
      ...{ applicationName: 'test', connectTimeoutMs: 30_000, statementTimeoutMs: 0, settings: {} },
    });
    const standbys = async (names: string) => {
      await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
      await client.query('SELECT pg_reload_conf()');
    };
    const waiting = async () => {
      const waits = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event = 'SyncRep'`;
      return (await client.query<{ n: number }>(waits)).rows[0]?.n ?? 0;
    };
    try {
      await db.query('CREATE TABLE word (text text)');
      await standbys('nobody');
      const insert = () => db.query("INSERT INTO word VALUES ('x')");
      await until('calls fail at once', async () => {
        await db.query('SELECT 1').catch(() => undefined);
        await insert().catch(() => undefined);
        return !db.healthy;
      });
      const soon = { withinMs: 60_000 };
      await until('a probe waits', async () => (await waiting()) > HUNG, soon);
      await until('its wait is ended', async () => (await waiting()) <= HUNG, soon);
      expect(db.healthy).toBe(false);
      await standbys('');
      await until('it is used again', insert);
      expect(db.healthy).toBe(true);
      expect(await waiting()).toBe(0);
    } finally {
      await standbys('');
      await endClient(client);
      await db.close();
      await database.drop();
      await server.stop();
    }
  });
});

describe('without Postgres', () => {
  let server: OwnPostgres;
  let db: Database;
  beforeAll(async () => {
    server = await startOwnPostgres();
    const address = (await server.createDatabase(['otp'])).address('otp');
    db = openDatabase({
      ...address,
      log,
      poolSize: 4,
      acquireTimeoutMs: 300,
      statementTimeoutMs: 300,
    });
  });
  afterAll(async () => {
    await db.close();
    await server.stop();
  });

  const fails = async () => {
    for (let i = 0; i < 6; i += 1) {
      await expect(db.query('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    expect(db.healthy).toBe(false);
    const started = performance.now();
    const calls = Array.from({ length: 1000 }, () => db.query('SELECT 1'));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    // A thousand calls, four at a time, would take over a minute if each waited.
    expect(performance.now() - started).toBeLessThan(20_000);
  };
  const isBack = () => until('Postgres answers', () => db.query('SELECT 1'));

  it('fails, then fails at once, and is back within 5 s of its return', async () => {
    await Promise.all([1, 2, 3, 4].map(isBack));
    await server.postgres.stop();
    await fails();
    const { port, passwordFile } = server.postgres;
    const dataDir = passwordFile.replace(/\.password$/, '');
    const again = await startEmbeddedPostgres({ dataDir, port, settings: { fsync: 'off' }, log });
    await isBack();

    // The server hangs: connections stay open, and nothing answers.
    const processes = processesIn(dataDir);
    expect(processes.length).toBeGreaterThan(2);
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    try {
      await fails();
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT');
    }
    await isBack();
    expect(db.healthy).toBe(true);
    await again.stop();
  });
});
