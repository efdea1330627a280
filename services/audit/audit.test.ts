import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import {
  AuditServiceService as Audit,
  type Filter,
  RecordServiceService as Records,
  type TailResponse,
} from '../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../libs/grpc/index.js';
import {
  checkProof,
  createRecordVerifier,
  openCheckpoint,
  verifyConsistency,
} from '../../libs/merkle/index.js';
import { eventId, loginEvent, POLICY, T0 } from './testing/events.js';
import { migrateRecord } from './testing/open-record.js';
import { type ServedAudit, serveAudit } from './testing/serve-audit.js';

let server: TestPostgres;
let empty: TestDatabase;
let database: TestDatabase;
let audit: ServedAudit;
let policy: Peer;
let auditor: Peer;

beforeAll(async () => {
  server = await startTestPostgres();
  empty = await server.createDatabase(['audit']);
  await migrateRecord(empty);
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await empty.clone();
  audit = await serveAudit(database, { replicas: 2 });
  policy = await audit.as('service', 'policy');
  auditor = await audit.as('auditor', 'all');
});
afterEach(async () => {
  await audit.close();
  await database.drop();
});

const within = { deadlineMs: 10_000, waitForReady: true };
const ANY: Filter = {
  ...{ account: '', domain: '', clientIp: '', service: Service.UNSPECIFIED, decision: '' },
  ...{ reason: '', rule: '', since: undefined, until: undefined, type: '', eventId: '' },
};

function record(events: readonly Buffer[], first = 1, as = policy, source = POLICY) {
  const numbered = events.map((event, i) => ({ sequence: BigInt(first + i), event }));
  return as.unary(Records.record, { source, events: numbered }, within);
}
const logins = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => loginEvent(first + i));

async function query(filter: Partial<Filter>, as = auditor, size = 0) {
  const ids: string[] = [];
  let token = '';
  do {
    const page = { size, token };
    const answer = await as.unary(Audit.query, { filter: { ...ANY, ...filter }, page }, within);
    ids.push(...answer.events.map(({ event }) => JSON.parse(event.toString()).id));
    token = answer.nextToken;
  } while (token !== '');
  return ids;
}
const idsOf = (...ns: number[]) => ns.map(eventId);

describe('Record', () => {
  test('acknowledges what is on disk, and again what was sent again', async () => {
    expect(await record(logins(1, 3))).toEqual({ acknowledged: 3n });
    expect(await record(logins(2, 4), 2)).toEqual({ acknowledged: 4n });
    expect(await query({})).toEqual(idsOf(4, 3, 2, 1));
  });

  test('is for a sender in its own name', async () => {
    const otp = await audit.as('service', 'otp');
    await expect(record(logins(1, 1), 1, otp)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(record(logins(1, 1), 1, auditor)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  test('refuses another event under a number or id that is taken, and raises one alarm', async () => {
    await record(logins(1, 5));
    const changed = loginEvent(3, { data: { decision: 'DENY' } });
    for (const attempt of [1, 2]) {
      await expect(record([changed], 3), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        violations: [{ field: 'events[0].sequence' }],
      });
      await expect(record([loginEvent(6), changed], 6)).rejects.toMatchObject({
        violations: [{ field: 'events[1].event' }],
      });
    }
    await expect.poll(() => audit.said.length).toBe(2);
    expect(audit.said).toMatchObject([
      { kind: 'event-refused', sequence: 3, taken: 'number', index: 2 },
      { kind: 'event-refused', sequence: 7, taken: 'id', index: 2 },
    ]);
    const metrics = await Promise.all(audit.replicas.map((r) => r.metrics.registry.metrics()));
    expect(metrics.join()).toMatch(/gatepost_audit_refused_total\{source="\/gatepost\/policy"/);
  });

  test('names each event that is not one', async () => {
    const good = loginEvent(1);
    const text = good.toString();
    const wrong = [
      [Buffer.from(text.replace('"specversion"', ' "specversion"')), /canonical/],
      [Buffer.from(text.replace('{"data"', '{"a":1e2,"data"')), /canonical/],
      [loginEvent(1, { source: '/gatepost/otp' }), /source/],
      [loginEvent(1, { type: 'gatepost.audit.erased.v1', subject: undefined }), /not one of/],
      [loginEvent(1, { subject: 'gatepost.trust.granted.tld.a' }), /subject/],
      [loginEvent(1, { time: 'yesterday' }), /time/],
      [Buffer.alloc(65_537, 0x20), /longer/],
      [Buffer.from([0xff]), /UTF-8/],
    ] as const;
    for (const [event, reason] of wrong) {
      await expect(record([good, event])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        violations: [{ field: 'events[1].event', description: expect.stringMatching(reason) }],
      });
    }
    await expect(record([])).rejects.toMatchObject({ violations: [{ field: 'events' }] });
    await expect(record(logins(1, 1), 0)).rejects.toMatchObject({
      violations: [{ field: 'events[0].sequence' }],
    });
    expect(await query({})).toEqual([]);
  });
});

describe('Query', () => {
  beforeEach(async () => {
    const deny = { decision: 'DENY', reason: 'BAD_CREDENTIALS', rule: 'away', service: 'Smtp' };
    await record([
      ...logins(1, 3),
      loginEvent(4, { data: { ...deny, account: 'luca@a.tld', client_ip: '198.51.100.7' } }),
      loginEvent(5, { data: { account: 'luca@a.tld', client_ip: '2001:db8:1:2::9' } }),
      loginEvent(6, { domain: 'b.tld', data: { account: 'bea@b.tld', client_ip: '10.1.2.3' } }),
      loginEvent(7, { domain: 'b.tld', data: { account: 'luca@a.tld' } }),
      loginEvent(8, {
        type: 'gatepost.trust.granted.v1',
        subject: 'gatepost.trust.granted.tld.a',
        data: { decision: undefined, reason: undefined, service: undefined, rule: undefined },
      }),
      loginEvent(9, {
        type: 'gatepost.trust.expired.v1',
        subject: 'gatepost.trust.expired.tld.a',
        data: { decision: undefined, reason: undefined, service: undefined, rule: undefined },
      }),
    ]);
  });

  test.each<[string, Partial<Filter>, number[]]>([
    ['an account, within its domain', { account: 'Luca@A.tld' }, [5, 4]],
    ['an account in a domain that is not its own', { account: 'luca@a.tld', domain: 'b.tld' }, [7]],
    ['a domain', { domain: 'b.tld' }, [7, 6]],
    ['an address', { clientIp: '198.51.100.7' }, [4]],
    ['a range', { clientIp: '10.0.0.0/8' }, [6]],
    ['an IPv6 range', { clientIp: '2001:db8:1::/48' }, [5]],
    ['a service', { service: Service.SMTP }, [4]],
    ['a decision', { decision: 'DENY' }, [4]],
    ['a reason', { reason: 'BAD_CREDENTIALS' }, [4]],
    ['a rule', { rule: 'away' }, [4]],
    ['a type', { type: 'gatepost.trust.expired.v1' }, [9]],
    ["a type's beginning", { type: 'gatepost.trust.' }, [9, 8]],
    ['no type that there is', { type: 'gatepost.trus_' }, []],
    ['an id', { eventId: eventId(6) }, [6]],
    ['several at once', { account: 'luca@a.tld', decision: 'ALLOW' }, [5]],
    ['a time', { since: new Date(T0 + 2000), until: new Date(T0 + 4000) }, [3, 2]],
  ])('finds by %s', async (_, filter, expected) => {
    expect(await query(filter)).toEqual(idsOf(...expected));
  });

  test('pages neither skip nor repeat, also where times are equal and events come in between', async () => {
    const same = { time: new Date(T0).toISOString() };
    await record(
      Array.from({ length: 25 }, (_, i) => loginEvent(100 + i, same)),
      10,
    );
    const all = await query({});
    expect(all.length).toBe(34);
    expect(await query({}, auditor, 1)).toEqual(all);
    const filter = { ...ANY, domain: 'a.tld' };
    const page = { size: 4, token: '' };
    const first = await auditor.unary(Audit.query, { filter, page }, within);
    await record([loginEvent(200)], 35);
    const rest = { size: 1000, token: first.nextToken };
    const second = await auditor.unary(Audit.query, { filter, page: rest }, within);
    expect(first.events.length + second.events.length).toBe(32);
    const other = { filter: ANY, page: rest };
    await expect(auditor.unary(Audit.query, other, within)).rejects.toMatchObject({
      violations: [{ field: 'page.token' }],
    });
  });

  test.each<[string, Partial<Filter>]>([
    ['account', { account: 'luca' }],
    ['domain', { domain: 'a..tld' }],
    ['client_ip', { clientIp: '10.0.0.1/8' }],
    ['client_ip', { clientIp: '010.0.0.1' }],
    ['service', { service: 99 as Service }],
    ['decision', { decision: 'allow' }],
    ['reason', { reason: 'a\0b' }],
    ['until', { since: new Date(2), until: new Date(1) }],
  ])('a wrong %s is refused by name', async (field, filter) => {
    await expect(query(filter)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: `filter.${field}` }],
    });
  });

  test('who may see one domain sees that domain', async () => {
    const ofA = await audit.as('auditor', 'of-a');
    expect(await query({ domain: 'a.tld' }, ofA)).toEqual(idsOf(9, 8, 5, 4, 3, 2, 1));
    expect(await query({ account: 'luca@a.tld' }, ofA)).toEqual(idsOf(5, 4));
    const denied = { code: 'PERMISSION_DENIED' };
    await expect(query({}, ofA)).rejects.toMatchObject(denied);
    await expect(query({ domain: 'b.tld' }, ofA)).rejects.toMatchObject(denied);
    const both = { account: 'luca@a.tld', domain: 'b.tld' };
    await expect(query(both, ofA)).rejects.toMatchObject(denied);
    await expect(query({ eventId: eventId(1) }, ofA)).rejects.toMatchObject(denied);
    await expect(ofA.unary(Audit.sources, {}, within)).rejects.toMatchObject(denied);
    const prove = (n: number) =>
      ofA.unary(Audit.prove, { eventId: eventId(n), treeSize: 0n }, within);
    expect((await prove(5)).event?.index).toBe(4n);
    await expect(prove(6)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('Stats counts logins', async () => {
    const stats = async (groupBy: string, filter: Partial<Filter> = {}, atMost = 0) => {
      const request = { filter: { ...ANY, ...filter }, groupBy, atMost };
      const { groups, total } = await auditor.unary(Audit.stats, request, within);
      return [groups.map(({ key, count, denied }) => [key, Number(count), Number(denied)]), total];
    };
    expect(await stats('decision')).toEqual([
      [
        ['ALLOW', 6, 0],
        ['DENY', 1, 1],
      ],
      7n,
    ]);
    expect(await stats('account', {}, 1)).toEqual([[['luca@a.tld', 3, 1]], 7n]);
    expect(await stats('hour')).toEqual([[['2026-03-01T12:00Z', 7, 1]], 7n]);
    expect(await stats('client_ip', { account: 'luca@a.tld' })).toEqual([
      [
        ['198.51.100.7', 1, 1],
        ['2001:db8:1:2::9', 1, 0],
      ],
      2n,
    ]);
    await expect(stats('colour')).rejects.toMatchObject({ violations: [{ field: 'group_by' }] });
  });
});

describe('Tail', () => {
  /** Reads a tail; `next` resolves with its next message. */
  function follow(request: { filter: Partial<Filter>; after?: bigint }, replica = 0) {
    const stop = new AbortController();
    const peer = audit.as('auditor', 'all', replica);
    const messages = (async function* () {
      const { after } = request;
      const filter = { ...ANY, ...request.filter };
      yield* (await peer).serverStream(Audit.tail, { filter, after }, { signal: stop.signal });
    })();
    const next = async () => (await messages.next()).value as TailResponse;
    return { next, stop: () => stop.abort() };
  }

  test('gives what is recorded, from where it is told, through either replica', async () => {
    await record(logins(1, 5));
    const tail = follow({ filter: {}, after: 2n }, 1);
    expect((await tail.next()).event?.index).toBe(3n);
    expect(await tail.next()).toMatchObject({ event: { index: 4n }, position: 4n });
    const more = tail.next();
    const through = await audit.as('service', 'policy', 0);
    await record(logins(6, 6), 6, through);
    expect((await more).event?.index).toBe(5n);
    tail.stop();
  });

  test('without a position begins now, and passes by what does not match', async () => {
    await record(logins(1, 5));
    const heads = { filter: { account: 'user7@a.tld' } };
    const tail = follow(heads);
    const first = tail.next();
    // Only what is recorded once the tail is open counts as new.
    await expect.poll(() => audit.replicas[0]?.metrics.registry.metrics()).toBeDefined();
    let n = 6;
    const stop = setInterval(() => record(logins(n, n), n++).catch(() => undefined), 20);
    const { event, position } = await first;
    clearInterval(stop);
    expect(JSON.parse(event?.event.toString() ?? '{}').data.account).toBe('user7@a.tld');
    expect(position).toBe(event?.index);
    tail.stop();
  });

  test('a position beyond the record is refused', async () => {
    const tail = follow({ filter: {}, after: 7n });
    await expect(tail.next()).rejects.toMatchObject({ violations: [{ field: 'after' }] });
  });
});

describe('proofs', () => {
  test('an event proves itself offline, a checkpoint is made where none covers it', async () => {
    await record(logins(1, 300));
    const request = { eventId: eventId(77), treeSize: 0n };
    const { event, path, checkpoint } = await auditor.unary(Audit.prove, request, within);
    const proof = {
      index: 76,
      salt: event?.salt ?? Buffer.alloc(0),
      path,
      checkpoint: `${checkpoint}`,
    };
    expect(checkProof(proof, loginEvent(77), audit.trusted).size).toBe(300);
    expect(() => checkProof(proof, loginEvent(78), audit.trusted)).toThrow();
    await expect(
      auditor.unary(Audit.prove, { eventId: 'nobody', treeSize: 0n }, within),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('an older checkpoint is shown to be a prefix, and checkpoints can be walked through', async () => {
    const ask = (treeSize: bigint, consistentWith = 0n) =>
      auditor.unary(Audit.checkpoint, { treeSize, consistentWith }, within);
    const opened = async (treeSize: bigint) =>
      openCheckpoint((await ask(treeSize)).checkpoint, audit.trusted);
    expect((await opened(0n)).size).toBe(0);
    await record(logins(1, 100));
    await auditor.unary(Audit.prove, { eventId: eventId(1), treeSize: 0n }, within);
    await record(logins(101, 299), 101);
    await auditor.unary(Audit.prove, { eventId: eventId(299), treeSize: 0n }, within);
    const [older, newest] = [await opened(1n), await opened(101n)];
    expect([older.size, newest.size, (await opened(0n)).size]).toEqual([100, 299, 299]);
    const { consistency, verifierKeys } = await ask(0n, 100n);
    const proof = { first: 100, firstRoot: older.root, second: 299, secondRoot: newest.root };
    expect(verifyConsistency({ ...proof, path: consistency })).toBe(true);
    expect(verifierKeys.length).toBe(1);
    await expect(ask(300n)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(0n, 300n)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const at = { eventId: eventId(101), treeSize: 100n };
    await expect(auditor.unary(Audit.prove, at, within)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('Leaves lets anyone with all domains compute the whole tree again', async () => {
    for (const first of [1, 1001, 2001]) await record(logins(first, first + 999), first);
    const { checkpoint } = await auditor.unary(
      Audit.checkpoint,
      { treeSize: 0n, consistentWith: 0n },
      within,
    );
    const verifier = createRecordVerifier([openCheckpoint(checkpoint, audit.trusted)]);
    const leaves = auditor.serverStream(Audit.leaves, { from: 0n, to: 0n });
    for await (const { events, leafHashes } of leaves) {
      verifier.add(
        events.map((event, i) => {
          return { ...event, index: Number(event.index), leafHash: leafHashes[i] as Buffer };
        }),
      );
    }
    expect(verifier.report()).toMatchObject({ findings: [], leaves: 3000, verifiedSize: 3000 });
  });
});
