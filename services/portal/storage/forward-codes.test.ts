import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, migrate, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { openForwardCodes } from './forward-codes.js';

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

const NOW = Date.UTC(2026, 10, 29);
const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], systemRandom);
const codesAt = (now: number) =>
  openForwardCodes({ db, ring, random: systemRandom, clock: { now: () => now } });
const what = {
  ...{ client: 'sogo', origin: 'https://sogo.a.tld', binding: 'b', account: 'luca@a.tld' },
  ...{ until: NOW + 3_600_000, sessionSecret: 'gps_secret' },
};

it('a code works for a minute, and once', async () => {
  const late = await codesAt(NOW).issue(what);
  expect(await codesAt(NOW + 60_000).take(late)).toBeUndefined();
  expect(await codesAt(NOW).take(late)).toBeUndefined();
  const code = await codesAt(NOW).issue(what);
  expect(await codesAt(NOW + 59_999).take(code)).toEqual(what);
  expect(await codesAt(NOW + 59_999).take(code)).toBeUndefined();
});

it('neither a code nor a secret is in the table', async () => {
  const code = await codesAt(NOW).issue(what);
  const { rows } = await db.query('SELECT forward_code::text AS row FROM forward_code', []);
  const kept = JSON.stringify(rows);
  expect(rows.length).toBeGreaterThan(0);
  expect(kept).not.toContain(code);
  expect(kept).not.toContain(Buffer.from(what.sessionSecret).toString('hex'));
});
