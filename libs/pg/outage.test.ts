import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processesIn } from '../embedded-postgres/processes.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { type OwnPostgres, startOwnPostgres } from '../embedded-postgres/testing.js';
import { silentLog } from '../log/index.js';
import { until } from '../testing/until.js';
import { createBreaker } from './breaker.js';
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
