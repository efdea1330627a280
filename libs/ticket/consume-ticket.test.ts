import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { sharedSql } from '../kit/migrations.js';
import { silentLog } from '../log/index.js';
import { type Database, openDatabase } from '../pg/index.js';
import { systemRandom } from '../random/index.js';
import { consumeTicket, sweepTickets } from './index.js';

let postgres: TestPostgres;
let pools: Database[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['otp']);
  const log = silentLog;
  pools = [0, 1].map(() => openDatabase({ ...database.address('otp'), log }));
  await pools[0]?.query(sharedSql('used-ticket'));
});
afterAll(async () => {
  for (const pool of pools) await pool.close();
  await postgres.stop();
});

const pool = (n: number) => pools[n % 2] as Database;
const expiresAt = Date.parse('2026-11-01T12:05:00Z');

it('lets one of many calls in, over two replicas; the others wait for it and are refused', async () => {
  const jti = systemRandom.id();
  const uses = Array.from({ length: 50 }, (_, n) =>
    pool(n).transaction((tx) => consumeTicket(tx, jti, expiresAt)),
  );
  const settled = await Promise.allSettled(uses);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of settled) {
    if (one.status === 'rejected') expect(one.reason.code).toBe('PERMISSION_DENIED');
  }
});

it('is usable again if its transaction is rolled back', async () => {
  const jti = systemRandom.id();
  let waiting: Promise<void> | undefined;
  const failing = pool(0).transaction(async (tx) => {
    await consumeTicket(tx, jti, expiresAt);
    waiting = pool(1).transaction((other) => consumeTicket(other, jti, expiresAt));
    throw new Error('not that');
  });
  await expect(failing).rejects.toThrow('not that');
  await waiting;
  await expect(
    pool(0).transaction((tx) => consumeTicket(tx, jti, expiresAt)),
  ).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

it('forgets tickets a day after they lapsed, in batches', async () => {
  const count = (await pool(0).query('SELECT FROM used_ticket')).count;
  expect(count).toBeGreaterThan(1);
  const sweep = (now: number) => sweepTickets(pool(0), { now, limit: 1 });
  expect(await sweep(expiresAt + 86_400_000)).toBe(0);
  for (let left = count; left > 0; left--) expect(await sweep(expiresAt + 86_400_001)).toBe(1);
  expect(await sweep(expiresAt + 86_400_001)).toBe(0);
});
