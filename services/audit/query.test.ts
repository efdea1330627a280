import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import {
  AuditServiceService as Audit,
  type Filter,
} from '../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../libs/grpc/index.js';
import { ANY, logins, query, record, within } from './testing/calls.js';
import { eventId, loginEvent, T0 } from './testing/events.js';
import { migrateRecord } from './testing/open-record.js';
import { type ServedAudit, serveAudit } from './testing/serve-audit.js';

let server: TestPostgres;
let audit: ServedAudit;
let policy: Peer;
let auditor: Peer;

beforeAll(async () => {
  server = await startTestPostgres();
  const database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  audit = await serveAudit(database, { replicas: 2 });
  policy = await audit.as('service', 'policy');
  auditor = await audit.as('auditor', 'all');
});
afterAll(async () => {
  await audit.close();
  await server.stop();
});

const TRUST_STORE = '/gatepost/trust-store';
const trustEvent = (n: number, what: string) =>
  loginEvent(n, {
    source: TRUST_STORE,
    type: `gatepost.trust.${what}.v1`,
    subject: `gatepost.trust.${what}.tld.a`,
    data: { decision: undefined, reason: undefined, service: undefined, rule: undefined },
  });
const idsOf = (...ns: number[]) => ns.map(eventId);

describe('Query', () => {
  beforeAll(async () => {
    const deny = { decision: 'DENY', reason: 'BAD_CREDENTIALS', rule: 'away', service: 'Smtp' };
    await record(policy, [
      ...logins(1, 3),
      loginEvent(4, { data: { ...deny, account: 'luca@a.tld', client_ip: '198.51.100.7' } }),
      loginEvent(5, { data: { account: 'luca@a.tld', client_ip: '2001:db8:1:2::9' } }),
      loginEvent(6, { domain: 'b.tld', data: { account: 'bea@b.tld', client_ip: '10.1.2.3' } }),
      loginEvent(7, { domain: 'b.tld', data: { account: 'luca@a.tld' } }),
      loginEvent(10, { domain: undefined, data: { account: 'carl@c.tld', decision: 'CHALLENGE' } }),
    ]);
    const trusts = [trustEvent(8, 'granted'), trustEvent(9, 'expired')];
    await record(await audit.as('service', 'trust-store'), trusts, 1, TRUST_STORE);
  });

  test.each<[string, Partial<Filter>, number[]]>([
    ['an account, within its domain', { account: 'Luca@A.tld' }, [5, 4]],
    ['an account in a domain that is not its own', { account: 'luca@a.tld', domain: 'b.tld' }, [7]],
    ['a domain', { domain: 'b.tld' }, [7, 6]],
    ['a domain without a document of its own', { domain: 'c.tld' }, [10]],
    ['an account of such a domain', { account: 'carl@c.tld' }, [10]],
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
    expect(await query(auditor, filter)).toEqual(idsOf(...expected));
  });

  test('pages neither skip nor repeat, also where times are equal and events come in between', async () => {
    const same = { time: new Date(T0).toISOString(), domain: 'pages.tld' };
    const events = Array.from({ length: 25 }, (_, i) => loginEvent(100 + i, same));
    await record(policy, events, 9);
    const all = await query(auditor, { domain: 'pages.tld' });
    expect(new Set(all).size).toBe(25);
    expect(await query(auditor, { domain: 'pages.tld' }, 1)).toEqual(all);
    const filter = { ...ANY, domain: 'pages.tld' };
    const page = { size: 4, token: '' };
    const first = await auditor.unary(Audit.query, { filter, page }, within);
    await record(policy, [loginEvent(200, { domain: 'pages.tld' })], 34);
    const rest = { size: 1000, token: first.nextToken };
    const second = await auditor.unary(Audit.query, { filter, page: rest }, within);
    expect([first.events.length, second.events.length]).toEqual([4, 21]);
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
    await expect(query(auditor, filter)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: `filter.${field}` }],
    });
  });

  test('a caller with one domain sees that domain', async () => {
    const ofA = await audit.as('auditor', 'of-a');
    expect(await query(ofA, { domain: 'a.tld' })).toEqual(idsOf(9, 8, 5, 4, 3, 2, 1));
    expect(await query(ofA, { account: 'luca@a.tld' })).toEqual(idsOf(5, 4));
    const denied = { code: 'PERMISSION_DENIED' };
    await expect(query(ofA, {})).rejects.toMatchObject(denied);
    await expect(query(ofA, { domain: 'b.tld' })).rejects.toMatchObject(denied);
    const both = { account: 'luca@a.tld', domain: 'b.tld' };
    await expect(query(ofA, both)).rejects.toMatchObject(denied);
    await expect(query(ofA, { eventId: eventId(1) })).rejects.toMatchObject(denied);
    await expect(ofA.unary(Audit.sources, {}, within)).rejects.toMatchObject(denied);
    const first = async (stream: AsyncIterable<unknown>) => {
      for await (const answer of stream) return answer;
      return undefined;
    };
    const everything = { from: 0n, to: 0n };
    for (const stream of [
      ofA.serverStream(Audit.tail, { filter: ANY, after: 0n }),
      ofA.serverStream(Audit.tail, { filter: { ...ANY, domain: 'b.tld' }, after: 0n }),
      ofA.serverStream(Audit.leaves, everything),
      ofA.serverStream(Audit.checkIndex, { from: 0n }),
    ]) {
      await expect(first(stream)).rejects.toMatchObject(denied);
    }
    const count = (filter: Partial<Filter>) => {
      const request = { filter: { ...ANY, ...filter }, groupBy: 'decision', atMost: 0 };
      return ofA.unary(Audit.stats, request, within);
    };
    await expect(count({})).rejects.toMatchObject(denied);
    await expect(count({ domain: 'b.tld' })).rejects.toMatchObject(denied);
    expect((await count({ account: 'luca@a.tld' })).total).toBe(2n);
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
    const early = { until: new Date(T0 + 60_000), since: new Date(T0 + 1) };
    expect(await stats('decision', early)).toEqual([
      [
        ['ALLOW', 6, 0],
        ['CHALLENGE', 1, 0],
        ['DENY', 1, 1],
      ],
      8n,
    ]);
    expect(await stats('account', early, 1)).toEqual([[['luca@a.tld', 3, 1]], 8n]);
    expect(await stats('hour', early)).toEqual([[['2026-03-01T12:00Z', 8, 1]], 8n]);
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
