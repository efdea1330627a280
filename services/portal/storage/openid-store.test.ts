import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, migrate, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { openOpenidStore } from './openid-store.js';
import { sweepBegun } from './sweep.js';

const PER_ADDRESS = 5;

let postgres: TestPostgres;
let db: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['portal']);
  const address = database.address('portal');
  const dir = join(packageRoot, 'services/portal/storage/migrations');
  await migrate({ address, schema: 'portal', dir, log });
  db = openDatabase({ ...address, log });
});
afterAll(async () => {
  await db?.close();
  await postgres?.stop();
});

let now = Date.now();
const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], systemRandom);
const storeOf = (issuer: string) =>
  openOpenidStore({
    ...{ db, ring, random: systemRandom, clock: { now: () => now }, issuer },
    begunPerAddress: PER_ADDRESS,
  });
const record = (change = {}) => ({
  ...{ payload: {}, seconds: 600, sessionSecret: undefined, predecessor: undefined },
  ...{ login: undefined, begunBy: undefined, ...change },
});
const rowsOf = async (network: string) =>
  (await db.query('SELECT 1 FROM openid WHERE begun_by = $1', [network])).count;

it('finds at one host nothing that another issued, and changes nothing of it', async () => {
  const [here, there] = [storeOf('https://login.a.tld'), storeOf('https://login.b.tld')];
  const payload = { grantId: 'g', uid: 'u', clientId: 'c' };
  for (const kind of ['AuthorizationCode', 'RefreshToken', 'Session']) {
    await here.put(kind, 'x', record({ payload, sessionSecret: 'gps_secret' }));
    expect(await there.find(kind, 'x'), kind).toBeUndefined();
    expect(await there.findByUid(kind, 'u')).toBeUndefined();
    expect(await there.consume(kind, 'x')).toBe(false);
    await there.remove(kind, 'x');
    await there.removeGrant('g');
    await there.put(kind, 'x', record({ payload: { clientId: 'other' } }));
    const found = await here.find(kind, 'x');
    expect(found).toEqual({ payload, isConsumed: false, sessionSecret: 'gps_secret' });
  }
});

it('keeps no more than one network’s share, the newest, however many come at once', async () => {
  const store = storeOf('https://login.a.tld');
  for (let n = 0; n < 3 * PER_ADDRESS; n += 1) {
    now += 1_000;
    await store.put('Interaction', `i${n}`, record({ begunBy: '192.0.2.1' }));
  }
  expect(await rowsOf('192.0.2.1')).toBe(PER_ADDRESS);
  expect(await store.find('Interaction', 'i0')).toBeUndefined();
  expect(await store.find('Interaction', `i${3 * PER_ADDRESS - 1}`)).toBeDefined();
  await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      store.put('Interaction', `p${n}`, record({ begunBy: '192.0.2.2' })),
    ),
  );
  // Concurrent records may exceed the limit; the next record counts them all.
  await store.put('Interaction', 'last', record({ begunBy: '192.0.2.2' }));
  expect(await rowsOf('192.0.2.2')).toBe(PER_ADDRESS);
  expect(await rowsOf('192.0.2.1')).toBe(PER_ADDRESS);
});

it('no longer counts a sign-in for its network once a person is signed in', async () => {
  const store = storeOf('https://login.a.tld');
  await store.put('Interaction', 'mine', record({ begunBy: '192.0.2.3' }));
  await store.put('Interaction', 'mine', record());
  expect(await rowsOf('192.0.2.3')).toBe(0);
});

it('drops the oldest beyond the limit of all networks together', async () => {
  const store = storeOf('https://login.a.tld');
  for (let n = 0; n < 10; n += 1) {
    now += 1_000;
    await store.put('Interaction', `all${n}`, record({ begunBy: `198.51.100.${n}` }));
  }
  await sweepBegun(db, 4, 500);
  const kept = await Promise.all([0, 5, 6, 9].map((n) => store.find('Interaction', `all${n}`)));
  expect(kept.map((found) => found !== undefined)).toEqual([false, false, true, true]);
});
