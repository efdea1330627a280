import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { openCheckpoint, parseVerifierKey } from '../../../libs/merkle/index.js';
import { publish } from '../commands/publish.js';
import { createNotary } from '../notary.js';
import { batchOf } from '../testing/events.js';
import { migrateRecord, type OpenRecord, openRecord } from '../testing/open-record.js';
import { newKey, ORIGIN } from '../testing/serve-audit.js';
import { publishWhenDue } from './publish-when-due.js';

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => {
  await record.close();
  await server.stop();
});
beforeEach(async () => {
  await record?.close();
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
});

const [old, fresh] = [newKey(), newKey()];
const schedule = { events: 100, everyMs: 60_000 };

function publisher(keys: readonly Buffer[]) {
  const { tree, checkpoints, clock } = record;
  const notary = createNotary({ origin: ORIGIN, keys });
  const parts = {
    ...{ tree, checkpoints, notary, clock, schedule, onTampering: () => undefined },
    lastSigned: { get: () => undefined, set: () => undefined },
    onSigned: () => undefined,
  };
  const due = () => publishWhenDue(parts);
  return {
    due,
    publish: () => publish(parts),
    verifiers: notary.verifierKeys.map(parseVerifierKey),
  };
}
const sizes = async () => (await record.checkpoints.from(0, 100)).map(({ size }) => size);

test('a checkpoint is due after so many events, or so long after any', async () => {
  const { due } = publisher([old]);
  await due();
  expect(await sizes()).toEqual([]);
  await record.ledger.append(batchOf(1, 1));
  await due();
  await record.ledger.append(batchOf(2, 100));
  await due();
  expect(await sizes()).toEqual([1]);
  await record.ledger.append(batchOf(101, 101));
  await due();
  expect(await sizes()).toEqual([1, 101]);
  record.clock.advance(59_999);
  await record.ledger.append(batchOf(102, 102));
  await due();
  expect(await sizes()).toEqual([1, 101]);
  record.clock.advance(1);
  await due();
  record.clock.advance(60_000);
  await due();
  expect(await sizes()).toEqual([1, 101, 102]);
});

test('while keys are changed over, who knows either opens every checkpoint', async () => {
  await record.ledger.append(batchOf(1, 10));
  const both = publisher([old, fresh]);
  const { note } = await both.publish();
  for (const verifier of both.verifiers) {
    expect(openCheckpoint(note, { origin: ORIGIN, verifiers: [verifier] }).size).toBe(10);
  }
  await record.ledger.append(batchOf(11, 20));
  const after = publisher([fresh]);
  const next = await after.publish();
  const known = (verifiers: typeof both.verifiers) => ({ origin: ORIGIN, verifiers });
  expect(openCheckpoint(next.note, known(both.verifiers.slice(1))).size).toBe(20);
  expect(() => openCheckpoint(next.note, known(both.verifiers.slice(0, 1)))).toThrow();
});

test('two replicas that publish at once keep one checkpoint a size', async () => {
  await record.ledger.append(batchOf(1, 10));
  const one = publisher([old]);
  const published = await Promise.all([one.publish(), one.publish(), one.publish()]);
  expect(new Set(published.map(({ note }) => note)).size).toBe(1);
  expect(await sizes()).toEqual([10]);
});
