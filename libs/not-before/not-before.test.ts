import { afterAll, beforeAll, expect, it } from 'vitest';
import { manualClock } from '../clock/index.js';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { unavailable } from '../errors/index.js';
import { sharedSql } from '../kit/migrations.js';
import { silentLog } from '../log/index.js';
import { type Database, openDatabase } from '../pg/index.js';
import { systemRandom } from '../random/index.js';
import { type NotBeforeAsk, notBeforeSender } from './index.js';

const ASK = { owner: 'luca@a.tld', reason: 'password-set', actor: 'spiffe://gatepost/admin/x' };

let postgres: TestPostgres;
const pools: Database[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  for (const pool of pools) await pool.close();
  await postgres?.stop();
});

/** Two replicas of a service, and a trust-store that can be down. */
async function world() {
  const database = await postgres.createDatabase(['x']);
  const clock = manualClock(1_800_000_000_000);
  const told: NotBeforeAsk[] = [];
  const state = { down: false };
  const trustStore = {
    async setNotBefore(ask: NotBeforeAsk) {
      if (state.down) throw unavailable('down');
      told.push(ask);
    },
  };
  const open = () => {
    const db = openDatabase({ ...database.address('x'), log: silentLog });
    pools.push(db);
    return db;
  };
  const db = open();
  await db.query(sharedSql('not-before-ask'));
  const replica = () =>
    notBeforeSender({ db: open(), clock, random: systemRandom, log: silentLog, trustStore });
  return { clock, told, state, db, replicas: [replica(), replica()] as const };
}

it('is sent at once, and stays recorded only until then', async () => {
  const { told, db, replicas } = await world();
  const ask = await db.transaction((tx) => replicas[0].record(tx, ASK));
  expect(await replicas[0].send(ask)).toBe(true);
  expect(told).toEqual([ask]);
  expect(await replicas[1].sendDue()).toBe(0);
  expect(told).toHaveLength(1);
});

it('is rolled back with its change', async () => {
  const { clock, told, db, replicas } = await world();
  const failing = db.transaction(async (tx) => {
    await replicas[0].record(tx, ASK);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  clock.advance(60_000);
  await replicas[1].sendDue();
  expect(told).toEqual([]);
});

it('is sent within a second after trust-store is back, however long it was away', async () => {
  const { clock, told, state, db, replicas } = await world();
  state.down = true;
  const ask = await db.transaction((tx) => replicas[0].record(tx, ASK));
  expect(await replicas[0].send(ask)).toBe(false);
  for (let minute = 0; minute < 60; minute++) {
    clock.advance(60_000);
    await Promise.all(replicas.map((replica) => replica.sendDue()));
  }
  state.down = false;
  clock.advance(500);
  await Promise.all(replicas.map((replica) => replica.sendDue()));
  expect(told).toEqual([ask]);
});

it('is sent by another replica if the one that made the change died', async () => {
  const { clock, told, db, replicas } = await world();
  const ask = await db.transaction((tx) => replicas[0].record(tx, ASK));
  expect(await replicas[1].sendDue()).toBe(0);
  expect(told).toEqual([]);
  clock.advance(3_000);
  await replicas[1].sendDue();
  expect(told).toEqual([ask]);
});
