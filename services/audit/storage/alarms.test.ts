import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { systemRandom } from '../../../libs/random/index.js';
import { batchOf, POLICY, T0 } from '../testing/events.js';
import { migrateRecord, type OpenRecord, openRecord, readOutbox } from '../testing/open-record.js';
import { createAlarms } from './alarms.js';
import { createOutbox } from './outbox.js';

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;
let alarms: ReturnType<typeof createAlarms>;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  alarms = alarmsOf(record);
});
afterEach(async () => {
  await record.close();
  await database.drop();
});

function alarmsOf({ database: db, clock }: OpenRecord) {
  const appendEvent = createOutbox({ clock, random: systemRandom });
  return createAlarms({ database: db, appendEvent });
}
const said = async () => (await readOutbox(database)).map(({ type, data }) => ({ type, ...data }));
const look = (now: number) => alarms.missing({ now, noticedBefore: now - 60_000 });

test('numbers that stay missing are reported once, and late ones never', async () => {
  await record.ledger.append(batchOf(5, 6));
  await record.ledger.append(batchOf(9, 9));
  await look(T0);
  await record.ledger.append(batchOf(7, 8));
  await look(T0 + 59_999);
  expect(await said()).toEqual([]);
  expect(await alarms.stillMissing()).toBe(false);
  await look(T0 + 60_000);
  await look(T0 + 70_000);
  expect(await alarms.stillMissing()).toBe(true);
  expect(await said()).toEqual([
    { type: 'gatepost.audit.numbers-missing.v1', source: POLICY, first: 1, last: 4 },
  ]);
  await record.ledger.append(batchOf(1, 4));
  await look(T0 + 80_000);
  expect(await alarms.stillMissing()).toBe(false);
  await look(T0 + 200_000);
  expect((await said()).length).toBe(1);
});

test('an alarm that is seen again, or by another replica, is the same', async () => {
  const other = openRecord(database);
  const theirs = alarmsOf(other);
  const conflict = {
    source: POLICY,
    sequence: 3,
    eventId: 'x',
    taken: 'number',
    index: 2,
  } as const;
  await Promise.all([alarms.refused(conflict), theirs.refused(conflict), alarms.refused(conflict)]);
  await Promise.all([alarms.treeChanged(9), theirs.treeChanged(9)]);
  await record.ledger.append(batchOf(2, 2));
  await look(T0);
  const missing = { now: T0 + 60_000, noticedBefore: T0 };
  await Promise.all([alarms.missing(missing), theirs.missing(missing)]);
  expect((await said()).map(({ type }) => type).sort()).toEqual([
    'gatepost.audit.event-refused.v1',
    'gatepost.audit.numbers-missing.v1',
    'gatepost.audit.tree-changed.v1',
  ]);
  await other.close();
});
