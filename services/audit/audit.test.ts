import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import {
  AuditServiceService as Audit,
  type Filter,
  type TailResponse,
} from '../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../libs/grpc/index.js';
import { checkProof, openCheckpoint, verifyConsistency } from '../../libs/merkle/index.js';
import { until } from '../../libs/testing/until.js';
import { ANY, logins, query, record, verify, within } from './testing/calls.js';
import { eventId, loginEvent, POLICY } from './testing/events.js';
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

describe('Record', () => {
  test('acknowledges what is on disk, and again what was sent again', async () => {
    expect(await record(policy, logins(1, 3))).toEqual({ acknowledged: 3n });
    expect(await record(policy, logins(2, 4), 2)).toEqual({ acknowledged: 4n });
    expect(await query(auditor, {})).toEqual([4, 3, 2, 1].map(eventId));
  });

  test('lets a sender record only under its own name', async () => {
    const otp = await audit.as('service', 'otp');
    await expect(record(otp, logins(1, 1))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(record(auditor, logins(1, 1))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  test('refuses another event under a number or id that is taken, and raises one alarm', async () => {
    await record(policy, logins(1, 5));
    const changed = loginEvent(3, { data: { decision: 'DENY' } });
    for (const attempt of [1, 2]) {
      await expect(record(policy, [changed], 3), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        violations: [{ field: 'events[0].sequence' }],
      });
      await expect(record(policy, [loginEvent(6), changed], 6)).rejects.toMatchObject({
        violations: [{ field: 'events[1].event' }],
      });
    }
    await until('both are told', async () => expect(await audit.said()).toHaveLength(2));
    expect((await audit.said()).map(({ data }) => data)).toMatchObject([
      { source: POLICY, sequence: 3, taken: 'number', index: 2 },
      { source: POLICY, sequence: 7, taken: 'id', index: 2 },
    ]);
    const metrics = await Promise.all(audit.replicas.map((r) => r.metrics.registry.metrics()));
    expect(metrics.join()).toMatch(/gatepost_audit_refused_total\{source="\/gatepost\/policy"/);
  });

  test('names each malformed event', async () => {
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
      await expect(record(policy, [good, event])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        violations: [{ field: 'events[1].event', description: expect.stringMatching(reason) }],
      });
    }
    await expect(record(policy, [])).rejects.toMatchObject({ violations: [{ field: 'events' }] });
    await expect(record(policy, logins(1, 2), 0)).rejects.toMatchObject({
      violations: [{ field: 'events[1].sequence' }],
    });
    expect(await query(auditor, {})).toEqual([]);
  });
});

describe('Erase', () => {
  test('is for administrators, whatever the allow-list gives an auditor', async () => {
    await record(policy, logins(1, 20));
    const actor = { onBehalfOf: 'the person', comment: 'asked to be forgotten' };
    const erase = (as: Peer, account: string) => as.unary(Audit.erase, { account, actor }, within);
    await expect(erase(auditor, 'user1@a.tld')).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const operator = await audit.as('admin', 'operator');
    expect(await erase(operator, 'User1@a.tld')).toEqual({ erased: 2n });
    expect(await query(auditor, { account: 'user1@a.tld' })).toEqual([]);
    // Its id, index and number stay, and there is nothing left to prove.
    const gone = { eventId: eventId(1), treeSize: 0n };
    const { event } = await auditor.unary(Audit.prove, gone, within);
    expect(event).toMatchObject({ index: 0n, sequence: 1n, event: Buffer.alloc(0) });
    expect((await audit.said()).map(({ data }) => data)).toEqual([
      {
        ...{ cause: 'account', domain: 'a.tld', count: 2, indexes: '0,10' },
        actor: {
          certificate: 'spiffe://gatepost/admin/operator',
          on_behalf_of: 'the person',
          comment: 'asked to be forgotten',
        },
      },
    ]);
    await expect(erase(operator, 'nobody')).rejects.toMatchObject({
      violations: [{ field: 'account' }],
    });
  });

  test("is not for a domain's own administrator", async () => {
    await record(policy, logins(1, 20));
    const corp = await audit.as('admin', 'of-a');
    const request = {
      account: 'user1@a.tld',
      actor: { onBehalfOf: '', comment: 'nobody was here' },
    };
    await expect(corp.unary(Audit.erase, request, within)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    expect(await query(auditor, { account: 'user1@a.tld' })).toHaveLength(2);
  });

  test('keeps the acts of administrators, even those on the account', async () => {
    const text = '"certificate":"spiffe://gatepost/admin/operator"';
    const actor = { certificate: 'spiffe://gatepost/admin/corp', comment: 'a new password' };
    const set = loginEvent(2, { data: { account: 'user1@a.tld', actor } });
    const login = loginEvent(3, { data: { account: 'user1@a.tld', user_agent: text } });
    await record(policy, [loginEvent(1, { data: { account: 'user1@a.tld' } }), set, login]);
    const operator = await audit.as('admin', 'operator');
    const request = { account: 'user1@a.tld', actor: { onBehalfOf: '', comment: 'art. 17' } };
    expect(await operator.unary(Audit.erase, request, within)).toEqual({ erased: 2n });
    expect(await query(auditor, { account: 'user1@a.tld' })).toEqual([eventId(2)]);
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
    await record(policy, logins(1, 5));
    const tail = follow({ filter: {}, after: 2n }, 1);
    expect((await tail.next()).event?.index).toBe(3n);
    expect(await tail.next()).toMatchObject({ event: { index: 4n }, position: 4n });
    const more = tail.next();
    const through = await audit.as('service', 'policy', 0);
    await record(through, logins(6, 6), 6);
    expect((await more).event?.index).toBe(5n);
    tail.stop();
  });

  test('without a position begins now, and passes by what does not match', async () => {
    await record(policy, logins(1, 7));
    const tail = follow({ filter: { account: 'user7@a.tld' } });
    const first = tail.next();
    let n = 8;
    const stop = setInterval(() => record(policy, logins(n, n), n++).catch(() => undefined), 20);
    const { event, position } = await first;
    clearInterval(stop);
    expect(JSON.parse(event?.event.toString() ?? '{}').data.account).toBe('user7@a.tld');
    expect(event?.index).toBeGreaterThan(6n);
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
    await record(policy, logins(1, 300));
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
    const ask = (treeSize: bigint, consistentWith = 0n, atMost = false) =>
      auditor.unary(Audit.checkpoint, { treeSize, consistentWith, atMost }, within);
    const opened = async (treeSize: bigint) =>
      openCheckpoint((await ask(treeSize)).checkpoint, audit.trusted);
    expect((await opened(0n)).size).toBe(0);
    await record(policy, logins(1, 100));
    await auditor.unary(Audit.prove, { eventId: eventId(1), treeSize: 0n }, within);
    await record(policy, logins(101, 299), 101);
    await auditor.unary(Audit.prove, { eventId: eventId(299), treeSize: 0n }, within);
    const [older, newest] = [await opened(1n), await opened(101n)];
    expect([older.size, newest.size, (await opened(0n)).size]).toEqual([100, 299, 299]);
    const { consistency, verifierKeys } = await ask(0n, 100n);
    const proof = { first: 100, firstRoot: older.root, second: 299, secondRoot: newest.root };
    expect(verifyConsistency({ ...proof, path: consistency })).toBe(true);
    expect(verifierKeys.length).toBe(1);
    const upTo = async (treeSize: bigint) =>
      openCheckpoint((await ask(treeSize, 0n, true)).checkpoint, audit.trusted);
    expect([(await upTo(298n)).size, (await upTo(299n)).size]).toEqual([100, 299]);
    // Each says when it was made, so that what was recorded between two was recorded between their times.
    expect(older.time).toBeLessThanOrEqual(newest.time ?? 0);
    expect(newest.time).toBeGreaterThan(0);
    await expect(ask(300n)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(0n, 300n)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const at = { eventId: eventId(101), treeSize: 100n };
    await expect(auditor.unary(Audit.prove, at, within)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('Leaves lets anyone with all domains compute the whole tree again', async () => {
    for (const first of [1, 1001, 2001]) await record(policy, logins(first, first + 999), first);
    const { checkpoint } = await auditor.unary(
      Audit.checkpoint,
      { treeSize: 0n, consistentWith: 0n, atMost: false },
      within,
    );
    const report = await verify(auditor, [openCheckpoint(checkpoint, audit.trusted)]);
    expect(report).toMatchObject({ findings: [], leaves: 3000, verifiedSize: 3000 });
  });
});
