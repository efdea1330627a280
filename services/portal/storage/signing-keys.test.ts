import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, migrate, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { openSigningKeys } from './signing-keys.js';

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

const DAY = 86_400_000;
let now = Date.now();
const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], systemRandom);
const replica = () => openSigningKeys({ db, ring, clock: { now: () => now } });
const kidsOf = async () => (await replica().current()).map(({ kid }) => kid);

it('one of several replicas that start together makes the first key', async () => {
  const seen = await Promise.all([1, 2, 3, 4].map(kidsOf));
  expect(new Set(seen.flat()).size).toBe(1);
});

it('a key is published before it signs, signs in its turn, and stays for what it signed', async () => {
  const [first] = await kidsOf();
  now += 87 * DAY;
  expect(await kidsOf()).toEqual([first]);
  // The next key is published two days before its turn, so that clients have it.
  now += DAY;
  const ahead = await Promise.all([1, 2, 3, 4].map(kidsOf));
  const [, next] = ahead[0] ?? [];
  expect(next).toBeDefined();
  for (const kids of ahead) expect(kids).toEqual([first, next]);
  now += 2 * DAY;
  expect(await kidsOf()).toEqual([next, first]);
  now += 2 * DAY;
  expect(await kidsOf()).toEqual([next]);
});
