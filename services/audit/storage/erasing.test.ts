import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { ERASURE_TYPE, parseRanges, subtractRanges } from '../../../libs/merkle/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { erase as eraseAccount } from '../commands/erase.js';
import { type Passes, type Retention, retain } from '../jobs/retain.js';
import { eventId, loginEvent, numbered, POLICY, T0 } from '../testing/events.js';
import {
  migrateRecord,
  type OpenRecord,
  openRecord,
  readOutbox,
  verifyAll,
} from '../testing/open-record.js';
import { createErasing } from './erasing.js';
import { createOutbox } from './outbox.js';

const OURS = '/gatepost/audit';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;
let failing: boolean;
let erasing: ReturnType<typeof createErasing>;
const signal = new AbortController().signal;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  failing = false;
  const append = createOutbox({ clock: record.clock, random: systemRandom });
  erasing = createErasing({
    database: record.database,
    appendEvent: async (tx, event) => {
      if (failing) throw new Error('no outbox');
      await append(tx, event);
    },
  });
});
afterEach(async () => {
  await record.close();
  await database.drop();
});

/** Records a login an hour, `count` of each: three accounts of a.tld, one of b.tld. */
async function recordLogins(count: number): Promise<void> {
  const events = [];
  for (let n = 0; n < count * 4; n++) {
    const [account, domain] =
      n % 4 === 3 ? ['bea@b.tld', 'b.tld'] : [`user${n % 4}@a.tld`, 'a.tld'];
    const time = new Date(T0 + Math.floor(n / 4) * HOUR).toISOString();
    events.push(numbered(n + 1, loginEvent(n, { domain, time, data: { account } })));
  }
  for (let at = 0; at < events.length; at += 1000) {
    await record.ledger.append({ source: POLICY, events: events.slice(at, at + 1000) });
  }
}

const said = () => readOutbox(database);

/** Takes what was said into the record, as the relay does. */
async function relay(): Promise<void> {
  const events = (await said()).map(({ bytes }, i) => numbered(i + 1, bytes, OURS));
  await record.ledger.append({ source: OURS, events });
}

const octetsIn = async () => {
  const { rows } = await record.database.query<{ octets: number }>(
    'select coalesce(sum(octet_length(event)), 0)::bigint as octets from leaf',
  );
  return rows[0]?.octets;
};
const find = (filter: object) => record.events.find({ filter, limit: 100 });

describe('erasing an account', () => {
  const eraser = {
    certificate: 'spiffe://gatepost/admin/operator',
    onBehalfOf: '',
    comment: 'art. 17',
  };
  const erase = (comment = eraser.comment) =>
    eraseAccount({ erasing }, { account: 'user1@a.tld', eraser: { ...eraser, comment } }, signal);

  test('takes its events and all that was read from them, and the tree still verifies', async () => {
    await recordLogins(1500);
    const before = await record.tree.head();
    expect(await erase()).toBe(1500);
    expect(await find({ account: 'user1@a.tld' })).toEqual([]);
    expect((await find({ domain: 'a.tld' })).length).toBe(100);
    const [found] = await find({ eventId: eventId(1) });
    expect(found).toMatchObject({ index: 1, sequence: 2 });
    expect([found?.event.length, found?.salt.length]).toEqual([0, 0]);
    const { rows } = await record.database.query(
      "select * from leaf where event is null and to_jsonb(leaf)::text ~ 'a[.]tld|203[.]0[.]|office|Imap'",
    );
    expect(rows).toEqual([]);
    expect(await erasing.payloadOctets()).toBe(await octetsIn());

    expect((await said()).map(({ data }) => data)).toMatchObject([
      { cause: 'account', domain: 'a.tld', count: 1000, actor: { comment: 'art. 17' } },
      { cause: 'account', domain: 'a.tld', count: 500 },
    ]);
    expect((await said()).map(({ bytes }) => bytes.toString()).join()).not.toContain('user1');
    expect((await verifyAll(record, [before])).findings.length).toBeGreaterThan(0);
    await relay();
    const report = await verifyAll(record, [before]);
    expect(report).toMatchObject({ findings: [], erased: 1500, verifiedSize: 6000 });
    expect(await erase()).toBe(0);
  });

  test('erases nothing that it could not report', async () => {
    await recordLogins(5);
    failing = true;
    await expect(erase()).rejects.toThrow('no outbox');
    expect((await find({ account: 'user1@a.tld' })).length).toBe(5);
    expect(await erasing.payloadOctets()).toBe(await octetsIn());
  });

  test('needs a reason that does not name the account', async () => {
    await expect(erase(' ')).rejects.toMatchObject({ violations: [{ field: 'actor.comment' }] });
    await expect(erase('User1@A.tld asked')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('retention', () => {
  const run = (retention: Partial<Retention>, passes: Passes = new Map()) => {
    const limits = { domains: {}, ...retention };
    return retain({ erasing, clock: record.clock, retention: limits, passes, signal });
  };

  test('by age: what is older goes, a domain may have its own age', async () => {
    await recordLogins(72);
    record.clock.set(T0 + 72 * HOUR);
    expect(await run({ age: 2 * DAY, domains: { 'b.tld': DAY } })).toBe(24 * 3 + 48);
    const left = await record.events.find({ filter: {}, limit: 1000 });
    const oldest = (domain: string) =>
      Math.min(
        ...left.flatMap(({ event, position }) => {
          return JSON.parse(event.toString()).domain === domain ? [position.time] : [];
        }),
      );
    expect(oldest('a.tld')).toBe(T0 + 24 * HOUR);
    expect(oldest('b.tld')).toBe(T0 + 48 * HOUR);
    expect((await said()).map(({ subject, data }) => [subject, data.count])).toEqual([
      ['gatepost.audit.erased.tld.b', 48],
      ['gatepost.audit.erased.unknown', 72],
    ]);
    await relay();
    expect(await verifyAll(record, [await record.tree.head()])).toMatchObject({ findings: [] });
    expect(await run({ age: 2 * DAY, domains: { 'b.tld': DAY } })).toBe(0);
  });

  test('looks at events that are kept longer a bounded number at a time, and once a day', async () => {
    await recordLogins(1500);
    record.clock.set(T0 + 1500 * HOUR);
    const kept = { age: HOUR, domains: { 'a.tld': 1000 * DAY, 'b.tld': 1000 * DAY } };
    const passes: Passes = new Map();
    const erase = vi.spyOn(erasing, 'erase');
    const looked = async () => {
      erase.mockClear();
      const count = await run(kept, passes);
      const ofAll = erase.mock.calls.filter(([{ selection }]) => 'notOf' in selection);
      return { count, behind: ofAll.map(([job]) => job.behind?.time) };
    };
    // Four events an hour, 4000 in one transaction.
    expect(await looked()).toEqual({ count: 0, behind: [undefined, T0 + 999 * HOUR] });
    record.clock.set(T0 + 1500 * HOUR + DAY - 1);
    expect(await looked()).toEqual({ count: 0, behind: [T0 + 1498 * HOUR] });
    record.clock.set(T0 + 1500 * HOUR + DAY);
    expect((await looked()).behind[0]).toBeUndefined();
  });

  test('two replicas erase each event once, while events arrive', async () => {
    await recordLogins(1500);
    record.clock.set(T0 + 5000 * HOUR);
    const other = openRecord(database);
    try {
      const erasers = [record, other].map(({ database: db }) =>
        createErasing({
          database: db,
          appendEvent: createOutbox({ clock: record.clock, random: systemRandom }),
        }),
      );
      const retention = { domains: { 'b.tld': 1000 * DAY }, age: 4000 * HOUR };
      const limits = { clock: record.clock, retention, signal };
      const append = async () => {
        for (let n = 6001; n <= 6400; n += 100) {
          const events = Array.from({ length: 100 }, (_, i) => {
            const time = new Date(T0 + 4900 * HOUR).toISOString();
            return numbered(n + i, loginEvent(n + i, { time }));
          });
          await other.ledger.append({ source: POLICY, events });
        }
      };
      const [mine, theirs] = await Promise.all([
        ...erasers.map((each) => retain({ ...limits, erasing: each, passes: new Map() })),
        append(),
      ]);
      // What one replica holds the other passes by. Its next pass finds nothing, unless the holder gave it up.
      const rest = await retain({ ...limits, erasing, passes: new Map() });
      expect((mine ?? 0) + (theirs ?? 0) + rest).toBe(1000 * 3);
      const erased = (await said()).flatMap(({ data }) => parseRanges(String(data.indexes)) ?? []);
      const lengths = erased.map(({ begin, end }) => end - begin);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(3000);
      expect(subtractRanges([{ begin: 0, end: 4000 }], erased).length).toBe(1000);
      expect(await erasing.payloadOctets()).toBe(await octetsIn());
      await relay();
      const report = await verifyAll(record, [await record.tree.head()]);
      expect(report).toMatchObject({ findings: [], erased: 3000 });
    } finally {
      await other.close();
    }
  });

  test('by size: the oldest go until there is room', async () => {
    await recordLogins(600);
    const octets = (await octetsIn()) ?? 0;
    expect(await run({ octets: Math.floor(octets / 2) })).toBe(2000);
    expect(await erasing.payloadOctets()).toBeLessThanOrEqual(octets / 2);
    expect((await record.events.find({ filter: {}, limit: 1000 })).length).toBe(400);
    expect(await run({ octets: Math.floor(octets / 2) })).toBe(0);
  });

  test('never erases this service’s own events', async () => {
    await recordLogins(10);
    await run({ octets: 0 });
    await relay();
    record.clock.set(T0 + 1000 * DAY);
    expect(await run({ age: HOUR, octets: 0 })).toBe(0);
    expect((await find({ type: ERASURE_TYPE })).length).toBe(1);
  });
});
