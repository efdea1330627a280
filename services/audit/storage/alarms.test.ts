import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import type { AuditEvent } from '../core/audit-event.js';
import { batchOf, POLICY, T0 } from '../testing/events.js';
import { migrateRecord, type OpenRecord, openRecord } from '../testing/open-record.js';
import { createAlarms } from './alarms.js';

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;
let said: AuditEvent[];
let alarms: ReturnType<typeof createAlarms>;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  said = [];
  const appendEvent = async (_: unknown, event: AuditEvent) => void said.push(event);
  alarms = createAlarms({ database: record.database, appendEvent });
});
afterEach(async () => {
  await record.close();
  await database.drop();
});

const look = (now: number) => alarms.missing({ now, noticedBefore: now - 60_000 });

test('numbers that stay away are told once, those that come late never', async () => {
  await record.ledger.append(batchOf(5, 6));
  await record.ledger.append(batchOf(9, 9));
  await look(T0);
  await record.ledger.append(batchOf(7, 8));
  await look(T0 + 59_999);
  expect(said).toEqual([]);
  await look(T0 + 60_000);
  await look(T0 + 70_000);
  expect(said).toEqual([{ kind: 'numbers-missing', source: POLICY, first: 1, last: 4 }]);
  await record.ledger.append(batchOf(1, 4));
  await look(T0 + 80_000);
  await look(T0 + 200_000);
  expect(said.length).toBe(1);
});

test('an alarm that is seen again, or by another replica, is the same', async () => {
  const other = openRecord(database);
  const appendEvent = async (_: unknown, event: AuditEvent) => void said.push(event);
  const theirs = createAlarms({ database: other.database, appendEvent });
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
  expect(said.map(({ kind }) => kind).sort()).toEqual([
    'event-refused',
    'numbers-missing',
    'tree-changed',
  ]);
  await other.close();
});
