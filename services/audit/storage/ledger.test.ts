import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { verifyConsistency, verifyInclusion } from '../../../libs/merkle/index.js';
import { openDatabase } from '../../../libs/pg/index.js';
import { untilWaiting } from '../../../libs/testing/hold-lock.js';
import { until } from '../../../libs/testing/until.js';
import { batchOf, eventId, eventOf, loginEvent, numbered, POLICY } from '../testing/events.js';
import {
  migrateRecord,
  type OpenRecord,
  openRecord,
  silent,
  verifyAll,
} from '../testing/open-record.js';
import { holdTree } from './append/tree-row.js';

let server: TestPostgres;
let empty: TestDatabase;
let database: TestDatabase;
let one: OpenRecord;
let two: OpenRecord;

beforeAll(async () => {
  server = await startTestPostgres();
  empty = await server.createDatabase(['audit']);
  await migrateRecord(empty);
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await empty.clone();
  one = openRecord(database);
  two = openRecord(database);
});
afterEach(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const OTP = '/gatepost/otp';
const sourceOf = async (name: string) =>
  (await one.sources.list()).find(({ source }) => source === name);

describe('recording', () => {
  test('once, in order, and whole', async () => {
    expect(await one.ledger.append(batchOf(1, 700))).toBeUndefined();
    const { events } = await one.events.leaves({ from: 0, to: 700 });
    expect(events.map((event) => event.sequence)).toEqual(
      batchOf(1, 700).events.map((e) => e.sequence),
    );
    expect(events.map((event) => event.event)).toEqual(batchOf(1, 700).events.map((e) => e.bytes));
    expect(new Set(events.map((event) => event.salt.toString('hex'))).size).toBe(700);
    expect(await verifyAll(one, [await one.tree.head()])).toMatchObject({
      findings: [],
      leaves: 700,
    });
  });

  test('without numbers, again and from two replicas at once: each event once, numbered', async () => {
    await one.ledger.append(batchOf(1, 10));
    const unnumbered = (first: number, last: number) => {
      const { source, events } = batchOf(first, last);
      return { source, events: events.map((event) => ({ ...event, sequence: 0 })) };
    };
    const batches = [unnumbered(11, 20), unnumbered(15, 40), unnumbered(41, 41)];
    const done = await Promise.all(
      batches.flatMap((batch) => [one.ledger.append(batch), two.ledger.append(batch)]),
    );
    expect(done.every((conflict) => conflict === undefined)).toBe(true);
    const { events } = await one.events.leaves({ from: 0, to: await one.tree.size() });
    const all = batchOf(1, 41).events.map(({ bytes }) => bytes.toString());
    expect(new Set(events.map(({ event }) => event.toString()))).toEqual(new Set(all));
    expect(events.length).toBe(41);
    expect(await sourceOf(POLICY)).toMatchObject({ missing: [] });
  });

  test('again, from two replicas at once, reordered and overlapping: each event once', async () => {
    const spans = [...Array(40).keys()].map((i) => [1 + i * 25, 75 + i * 25] as const);
    const shuffled = fc.sample(fc.shuffledSubarray(spans, { minLength: spans.length }), 1)[0] ?? [];
    const done = await Promise.all(
      [...shuffled, ...spans].flatMap(([first, last]) => [
        one.ledger.append(batchOf(first, last)),
        two.ledger.append(batchOf(first, last)),
        two.ledger.append(batchOf(first + 5000, last + 5000, OTP)),
      ]),
    );
    expect(done.every((conflict) => conflict === undefined)).toBe(true);
    const size = await one.tree.size();
    expect(size).toBe(1050 + 1050);
    const { events } = await one.events.leaves({ from: 0, to: size });
    expect(events.map((event) => event.index)).toEqual([...Array(size).keys()]);
    expect(new Set(events.map((e) => `${e.source} ${e.sequence}`)).size).toBe(size);
    expect(await sourceOf(POLICY)).toMatchObject({ contiguous: 1050, highest: 1050, missing: [] });
    const report = await verifyAll(two, [await one.tree.head()]);
    expect(report).toMatchObject({ findings: [], verifiedSize: size });
  });

  test('one replica appends at a time: another waits for its commit', async () => {
    let appended: Promise<unknown> = Promise.resolve();
    await one.database.transaction(async (tx) => {
      await holdTree(tx);
      appended = two.ledger.append(batchOf(1, 5));
      await untilWaiting(one.database, 1, '%from tree%');
      expect(await two.tree.size()).toBe(0);
    });
    await appended;
    expect(await one.tree.size()).toBe(5);
  });

  test('a sender killed between write and answer sends again what was written', async () => {
    await one.ledger.append(batchOf(1, 10));
    // Postgres ends the session of a write that is held up at its commit: nothing of it stays.
    await asAdmin(`create function hold() returns trigger language plpgsql as
      $$ begin perform pg_sleep(60); return null; end $$;
      create constraint trigger hold after insert on leaf initially deferred for each row
      when (new.sequence = 13) execute function hold()`);
    const lost = one.ledger.append(batchOf(8, 15));
    const killed = expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await endSleeper();
    await killed;
    await asAdmin('drop trigger hold on leaf');
    expect(await two.tree.size()).toBe(10);
    expect(await two.ledger.append(batchOf(8, 15))).toBeUndefined();
    expect(await one.ledger.append(batchOf(8, 15))).toBeUndefined();
    expect(await verifyAll(one, [await one.tree.head()])).toMatchObject({
      findings: [],
      leaves: 15,
    });
  });
});

async function asAdmin(sql: string): Promise<void> {
  const admin = openDatabase({ ...database.admin, schema: 'audit', log: silent });
  await admin.query(sql);
  await admin.close();
}

/** Ends the session that sleeps in its commit, once there is one. */
async function endSleeper(): Promise<void> {
  const sleeper = `select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event = 'PgSleep' and datname = current_database()`;
  await until('a session sleeps in its commit', async () => {
    expect((await two.database.query(sleeper)).count).toBe(1);
  });
}

describe('what is recorded already', () => {
  beforeEach(async () => {
    await one.ledger.append(batchOf(1, 10));
  });
  const append = (...events: [sequence: number, bytes: Buffer][]) =>
    two.ledger.append({
      source: POLICY,
      events: events.map(([sequence, bytes]) => numbered(sequence, bytes)),
    });

  test('the same number with another event is refused, and nothing of its batch stays', async () => {
    const other = loginEvent(5, { data: { decision: 'DENY' } });
    expect(await append([5, other])).toMatchObject({ taken: 'number', sequence: 5, index: 4 });
    expect(
      await append(
        [11, loginEvent(11)],
        [12, loginEvent(3)],
        [13, loginEvent(4, { data: { rule: 'x' } })],
      ),
    ).toMatchObject({
      taken: 'id',
      sequence: 13,
      eventId: eventId(4),
    });
    expect(await one.tree.size()).toBe(10);
    expect(await sourceOf(POLICY)).toMatchObject({ highest: 10 });
  });

  test('one batch that clashes does not spoil those it shares a transaction with', async () => {
    const results = await Promise.all([
      append([11, loginEvent(11)]),
      append([5, loginEvent(500)]),
      append([12, loginEvent(12)]),
      append([13, loginEvent(12, { data: { rule: 'y' } })]),
    ]);
    expect(results.map((conflict) => conflict?.taken)).toEqual([
      undefined,
      'number',
      undefined,
      'id',
    ]);
    expect(await one.tree.size()).toBe(12);
  });

  test('the same event under another number is acknowledged, and its number is not missing', async () => {
    expect(await append([11, loginEvent(3)], [12, loginEvent(12)])).toBeUndefined();
    expect(await one.tree.size()).toBe(11);
    expect(await sourceOf(POLICY)).toMatchObject({ contiguous: 12, highest: 12, missing: [] });
    expect(await append([11, loginEvent(3)])).toBeUndefined();
    expect(await append([11, loginEvent(4)])).toMatchObject({ taken: 'number' });
    expect(await append([13, loginEvent(13)], [14, loginEvent(13)])).toBeUndefined();
    expect(await one.tree.size()).toBe(12);
  });

  test('an id of another source is taken too', async () => {
    const stolen = eventOf(3, OTP);
    const batch = { source: OTP, events: [numbered(1, stolen, OTP)] };
    expect(await one.ledger.append(batch)).toMatchObject({ taken: 'id', index: 2 });
  });

  test('an erased event is known by number and id together', async () => {
    await one.database.query('update leaf set event = null, salt = null where index = 4');
    expect(await append([5, loginEvent(5)])).toBeUndefined();
    expect(await append([5, loginEvent(77)])).toMatchObject({ taken: 'number' });
    expect(await append([77, loginEvent(5)])).toMatchObject({ taken: 'id' });
  });
});

describe('numbers', () => {
  test('that are missing are told, and not when they came after all', async () => {
    await one.ledger.append(batchOf(3, 5));
    await two.ledger.append(batchOf(9, 9));
    expect(await sourceOf(POLICY)).toEqual({
      source: POLICY,
      contiguous: 0,
      highest: 9,
      lastRecordedAt: one.clock.now(),
      missing: [
        { first: 1, last: 2 },
        { first: 6, last: 8 },
      ],
    });
    await two.ledger.append(batchOf(1, 7));
    expect(await sourceOf(POLICY)).toMatchObject({
      contiguous: 7,
      missing: [{ first: 8, last: 8 }],
    });
    await two.ledger.append(batchOf(8, 8));
    expect(await sourceOf(POLICY)).toMatchObject({ contiguous: 9, missing: [] });
  });
});

describe('proofs from what is stored', () => {
  test('hold for every size, also across stored subtrees', async () => {
    // 700 leaves: two complete subtrees of 256 and an edge.
    const heads = [];
    for (const [first, last] of [
      [1, 1],
      [2, 255],
      [256, 256],
      [257, 511],
      [512, 512],
      [513, 700],
    ]) {
      await one.ledger.append(batchOf(first as number, last as number));
      heads.push(await one.tree.head());
    }
    const { hashes } = await one.events.leaves({ from: 0, to: 700 });
    const last = heads.at(-1) as { size: number; root: Buffer };
    for (const { size, root } of heads) {
      expect(await two.tree.rootAt(size)).toEqual(root);
      const path = await two.tree.consistencyPath(size, last.size);
      const proof = {
        first: size,
        firstRoot: root,
        second: last.size,
        secondRoot: last.root,
        path,
      };
      expect(verifyConsistency(proof)).toBe(true);
      for (const index of [0, 254, 255, 256, 511, 600, size - 1].filter((i) => i < size)) {
        const leafHash = hashes[index] as Buffer;
        const inclusion = { index, size, leafHash, root };
        const to = await two.tree.inclusionPath(index, size);
        expect(verifyInclusion({ ...inclusion, path: to })).toBe(true);
      }
    }
  });
});
