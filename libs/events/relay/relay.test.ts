import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../embedded-postgres/testing.js';
import type { Database, Queryable } from '../../pg/index.js';
import { until } from '../../testing/until.js';
import { appendEvents } from '../append-events.js';
import { openOutbox, quiet, someEvent, someEvents } from '../testing/outbox-database.js';
import { type Relay, type RelayOptions, startRelay } from './relay.js';
import type { NumberedEvent, Sink } from './sink.js';

let server: TestPostgres;
let database: TestDatabase;
let db: Database;
const relays: Relay[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['policy']);
  db = await openOutbox(database, 'policy');
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.close()));
  await db.close();
  await database.drop();
});

function start(options: Partial<RelayOptions> & Pick<RelayOptions, 'sinks'>): Relay {
  const relay = startRelay({ db, log: quiet, ...options });
  relays.push(relay);
  return relay;
}

/** Keeps what it is given, and fails while it is told to. */
function testSink(name: string) {
  const sink = {
    name,
    failing: false,
    batches: [] as (readonly NumberedEvent[])[],
    deliver: async (batch: readonly NumberedEvent[]) => {
      if (sink.failing) throw new Error('down');
      sink.batches.push(batch);
    },
    /** `1:a 2:b`: numbers and bytes, in the order they came. */
    get got() {
      return sink.batches.flat().map(({ sequence, bytes }) => `${sequence}:${bytes}`);
    },
  };
  return sink satisfies Sink;
}

const append = (...texts: string[]) =>
  db.transaction((tx) => appendEvents(tx, someEvents(...texts)));
const soon = (check: () => unknown) => until('the sinks and the outbox are so', check);
const rows = async () => (await db.query('SELECT FROM outbox')).count;

/** A transaction that stays open until it is told how to end. */
async function openTransaction(work: (tx: Queryable) => Promise<void>) {
  let end: (how: 'commit' | 'roll back') => void = () => undefined;
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((worked) => {
    ended = db.transaction(async (tx) => {
      await work(tx);
      const how = await new Promise((resolve) => {
        end = resolve;
        worked();
      });
      if (how === 'roll back') throw new Error('rolled back');
    });
  });
  return {
    commit: () => {
      end('commit');
      return ended;
    },
    rollBack: () => {
      end('roll back');
      return ended.catch(() => undefined);
    },
  };
}

describe('a number', () => {
  it('is given at commit, in any order of appending, and never to what was rolled back', async () => {
    const sink = testSink('record');
    const early = await openTransaction((tx) => appendEvents(tx, someEvents('early')));
    const undone = await openTransaction((tx) => appendEvents(tx, someEvents('undone')));
    await append('late', 'later');
    start({ sinks: [sink] });
    await soon(() => expect(sink.got).toEqual(['1:late', '2:later']));
    await undone.rollBack();
    await early.commit();
    await append('last');
    await soon(() => expect(sink.got).toEqual(['1:late', '2:later', '3:early', '4:last']));
  });

  it('is given in the end to an event that was appended before very many others', async () => {
    const sink = testSink('record');
    const early = await openTransaction((tx) => appendEvents(tx, someEvents('early')));
    await db.query('SELECT setval($1, 50000)', ['outbox_id_seq']);
    await append('late');
    start({ sinks: [sink] });
    await soon(() => expect(sink.got).toEqual(['1:late']));
    await early.commit();
    await soon(() => expect(sink.got).toEqual(['1:late', '2:early']));
  });

  it('goes on where the last relay stopped', async () => {
    const sink = testSink('record');
    const first = start({ sinks: [sink] });
    await append('a');
    await soon(() => expect(sink.got).toEqual(['1:a']));
    await first.close();
    await append('b');
    start({ sinks: [sink] });
    await soon(() => expect(sink.got).toEqual(['1:a', '2:b']));
  });
});

describe('a sink', () => {
  it('that is down delays no other, and gets everything later; then it is deleted', async () => {
    const [record, stream] = [testSink('record'), testSink('stream')];
    stream.failing = true;
    start({ sinks: [record, stream] });
    const texts = Array.from({ length: 1200 }, (_, n) => String(n));
    for (let at = 0; at < texts.length; at += 100) await append(...texts.slice(at, at + 100));
    const all = texts.map((text, n) => `${n + 1}:${text}`);
    await soon(() => expect(record.got).toEqual(all));
    expect(stream.got).toEqual([]);
    expect(await rows()).toBe(1200);
    stream.failing = false;
    await soon(() => expect(stream.got).toEqual(all));
    await soon(async () => expect(await rows()).toBe(0));
    expect(record.got).toEqual(all);
  });

  it('that is down loses nothing while relays come and go', async () => {
    const [record, stream] = [testSink('record'), testSink('stream')];
    stream.failing = true;
    for (const text of ['a', 'b', 'c']) {
      await append(text);
      const relay = start({ sinks: [record, stream] });
      await soon(() => expect(record.got.at(-1)).toMatch(text));
      // Closed, it has deleted what it would.
      await relay.close();
    }
    stream.failing = false;
    start({ sinks: [record, stream] });
    await soon(() => expect(stream.got).toEqual(['1:a', '2:b', '3:c']));
    expect(record.got).toEqual(['1:a', '2:b', '3:c']);
  });

  it('gets again what it did not acknowledge, in order, also from another relay', async () => {
    const sink = testSink('record');
    let hang = true;
    const deliver: Sink['deliver'] = async (batch) => {
      await sink.deliver(batch);
      if (hang) await new Promise(() => undefined);
    };
    const first = start({ sinks: [{ name: 'record', deliver }] });
    await append('a', 'b');
    await soon(() => expect(sink.got).toEqual(['1:a', '2:b']));
    await first.close();
    hang = false;
    start({ sinks: [{ name: 'record', deliver }] });
    await append('c');
    await soon(() => expect(sink.got.slice(2)).toEqual(['1:a', '2:b', '3:c']));
  });

  it('gets no more at once than it takes', async () => {
    const sink = { ...testSink('record'), maxEvents: 3, maxBytes: 10 };
    sink.failing = true;
    const sizes: number[][] = [];
    sink.deliver = async (batch) => {
      sizes.push(batch.map(({ bytes }) => bytes.length));
    };
    await append(
      ...['1', '1', '1', '1', '55555', '55555', '1', '88888888888888', '1'].map((n) => n.repeat(1)),
    );
    start({ sinks: [sink] });
    await soon(() => expect(sizes).toEqual([[1, 1, 1], [1, 5], [5, 1], [14], [1]]));
  });

  it('that is no longer configured delays nothing, and begins with the remaining events when it is back', async () => {
    const [record, stream] = [testSink('record'), testSink('stream')];
    stream.failing = true;
    const both = start({ sinks: [record, stream] });
    await append('a');
    await soon(() => expect(record.got).toEqual(['1:a']));
    await both.close();
    const one = start({ sinks: [record] });
    await soon(async () => expect(await rows()).toBe(0));
    await one.close();
    // Nor does it count as one that is behind.
    await db.transaction((tx) => appendEvents(tx, someEvents('b'), { mostPending: 1 }));
    stream.failing = false;
    start({ sinks: [record, stream] });
    await soon(() => expect(stream.got).toEqual(['2:b']));
    await append('c');
    await soon(() => expect(stream.got).toEqual(['2:b', '3:c']));
    expect(record.got).toEqual(['1:a', '2:b', '3:c']);
  });
});

it('refuses events once too many wait for a sink', async () => {
  const [record, stream] = [testSink('record'), testSink('stream')];
  const limited = (...texts: string[]) =>
    db.transaction((tx) => appendEvents(tx, someEvents(...texts), { mostPending: 3 }));
  stream.failing = true;
  start({ sinks: [record, stream] });
  await limited('a', 'b');
  await soon(() => expect(record.got).toHaveLength(2));
  await limited('c');
  await soon(() => expect(record.got).toHaveLength(3));
  await expect(limited('d')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  stream.failing = false;
  await soon(() => limited('d'));
  await soon(() => expect(stream.got).toEqual(['1:a', '2:b', '3:c', '4:d']));
});

it('needs a sink', () => {
  expect(() => startRelay({ db, log: quiet, sinks: [] })).toThrow('sink');
});

describe('a sink with a bound', () => {
  it('skips events when it is away for too long, and the outbox says which', async () => {
    const record = testSink('record');
    const stream = Object.assign(testSink('stream'), {
      failing: true,
      bound: {
        mostBehind: 100,
        gapEvent: ({ first, last }: { first: number; last: number }) =>
          someEvent(`gap ${first}-${last}`),
      },
    });
    start({ sinks: [record, stream] });
    const texts = Array.from({ length: 300 }, (_, n) => `e${n + 1}`);
    for (let at = 0; at < texts.length; at += 50) await append(...texts.slice(at, at + 50));
    // Every number is had by the stream, or is in a gap that the record knows of.
    const gaps = () =>
      record.got.flatMap((each) => {
        const [, first, last] = /gap (\d+)-(\d+)/.exec(each) ?? [];
        return first === undefined ? [] : [{ first: Number(first), last: Number(last) }];
      });
    await soon(async () => expect(await rows()).toBeLessThanOrEqual(101));
    await soon(() => expect(record.got).toHaveLength(300 + gaps().length));
    expect(gaps().length).toBeGreaterThan(0);
    stream.failing = false;
    await soon(async () => expect(await rows()).toBe(0));
    const lacking = gaps().flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, n) => first + n),
    );
    const got = stream.got.map((each) => Number.parseInt(each, 10));
    const all = Array.from({ length: record.got.length }, (_, n) => n + 1);
    expect([...lacking, ...got].sort((a, b) => a - b)).toEqual(all);
  });

  it('makes room in a full outbox', async () => {
    const record = testSink('record');
    const stream = Object.assign(testSink('stream'), {
      failing: true,
      bound: { mostBehind: 20, gapEvent: () => someEvent('gap') },
    });
    start({ sinks: [record, stream] });
    const limited = (text: string) =>
      db.transaction((tx) => appendEvents(tx, someEvents(text), { mostPending: 40 }));
    for (let n = 0; n < 200; n += 1) {
      await until('it is taken', () => limited(`e${n}`));
    }
    await soon(() => expect(record.got.filter((each) => /:e/.test(each))).toHaveLength(200));
  });
});
