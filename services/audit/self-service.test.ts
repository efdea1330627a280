import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import {
  OwnEventKind,
  AuditSelfServiceService as Self,
} from '../../libs/gen/gatepost/audit/v1/self_service.js';
import { Factor, Service, TrustKind } from '../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../libs/grpc/index.js';
import { systemRandom } from '../../libs/random/index.js';
import {
  generateTicketKey,
  issueTicket,
  readTicketKey,
  readTicketKeys,
  refuseTicket,
} from '../../libs/ticket/index.js';
import { record, within } from './testing/calls.js';
import { eventId, loginEvent, T0 } from './testing/events.js';
import { migrateRecord } from './testing/open-record.js';
import { type ServedAudit, serveAudit } from './testing/serve-audit.js';

const LUCA = 'luca@a.tld';
const PORTAL = 'spiffe://gatepost/service/portal';
const pair = generateTicketKey();
const key = readTicketKey(pair.privatePem);

let server: TestPostgres;
let audit: ServedAudit;
let portal: Peer;
let notBefore = 0;
let trustStoreIsDown = false;

beforeAll(async () => {
  server = await startTestPostgres();
  const database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  audit = await serveAudit(database, {
    ticketKeys: readTicketKeys([pair.publicPem]),
    async checkTicket({ loginBegunAt }) {
      if (trustStoreIsDown) throw Object.assign(new Error('down'), { code: 'UNAVAILABLE' });
      if (loginBegunAt <= notBefore) throw refuseTicket('begun before');
    },
  });
  portal = await audit.as('service', 'portal');
  await fill();
});
afterAll(async () => {
  await audit.close();
  await server.stop();
});

const signIn = (n: number, data: Record<string, unknown> = {}) =>
  loginEvent(n, { data: { account: LUCA, ...data } });
const other = (n: number, type: string, data: Record<string, unknown>) => {
  const [, area = ''] = type.split('.');
  const nothing = { decision: undefined, reason: undefined, service: undefined, rule: undefined };
  return loginEvent(n, {
    source: `/gatepost/${area === 'trust' ? 'trust-store' : area}`,
    type,
    subject: `${type.slice(0, type.lastIndexOf('.'))}.tld.a`,
    data: { ...nothing, client_ip: undefined, account: LUCA, ...data },
  });
};

async function fill() {
  await record(await audit.as('service', 'policy'), [
    signIn(1),
    signIn(2, {
      ...{ decision: 'DENY', reason: 'CANNOT_CHALLENGE', service: 'Smtp', interactive: false },
      ...{ user_agent: 'Thunderbird', front_end: 'spiffe://gatepost/front-end/mail' },
      ...{ proved: ['password'], trust: { offered: ['ip'], ip: false, device: true } },
      presented: { first: 'password', second: 'none', device_token: false, remember: [] },
      session: { id: eventId(90), client: 'webmail', sign_in: eventId(91) },
      grants: [{ kind: 'ip', refused: 'limit' }],
      rule: 'what the domain calls it',
      peer_ip: '10.9.9.9',
    }),
    loginEvent(3, { data: { account: 'anna@a.tld' } }),
    // An event of another domain that names the account is not the account's.
    loginEvent(4, { domain: 'b.tld', data: { account: LUCA } }),
    signIn(5),
  ]);
  const until = '2026-03-02T12:00:00.000Z';
  const trust = {
    ...{ trust_id: 't-1', kind: 'ip', prefix: '192.0.2.80/32', until },
    granted_by: eventId(5),
  };
  const admin = { certificate: 'spiffe://gatepost/admin/operator', on_behalf_of: 'Ada' };
  await record(
    await audit.as('service', 'trust-store'),
    [
      other(6, 'gatepost.trust.granted.v1', trust),
      other(7, 'gatepost.trust.revoked.v1', { ...trust, reason: 'administrator', actor: admin }),
    ],
    1,
    '/gatepost/trust-store',
  );
  const app_password = { id: 'p-1', label: 'Phone', services: ['EAS'] };
  const person = { certificate: PORTAL, decision_id: eventId(5) };
  await record(
    await audit.as('service', 'credential'),
    [
      other(8, 'gatepost.credential.app-password-created.v1', { app_password, actor: person }),
      other(9, 'gatepost.credential.throttle-locked.v1', { scope: 'account' }),
      other(10, 'gatepost.credential.password-rehashed.v1', { scheme: 'bcrypt' }),
    ],
    1,
    '/gatepost/credential',
  );
}

type Claims = Parameters<typeof issueTicket>[0]['claims'];

async function ticketOf(change: Partial<Claims> = {}): Promise<string> {
  const claims: Claims = {
    ...{ jti: systemRandom.id(), account: LUCA, frontEnd: PORTAL, purpose: 'view' },
    ...{ stores: ['audit'], oneFactor: false, decisionId: eventId(5), loginBegunAt: T0 },
    ...change,
  };
  return (await issueTicket({ key, claims, now: audit.clock.now() })).token;
}

async function list(
  request: Partial<{ ticket: string; kind: OwnEventKind; size: number; token: string }>,
  as = portal,
) {
  const {
    ticket = await ticketOf(),
    kind = OwnEventKind.UNSPECIFIED,
    size = 0,
    token = '',
  } = request;
  return as.unary(Self.listOwnEvents, { ticket, kind, page: { size, token } }, within);
}

const idsOf = (...ns: number[]) => ns.map(eventId);
const ids = ({ events }: Awaited<ReturnType<typeof list>>) => events.map((one) => one.eventId);

it('shows the own events alone, newest first, none that is upkeep, by kind', async () => {
  expect(ids(await list({}))).toEqual(idsOf(8, 7, 6, 5, 2, 1));
  expect(ids(await list({ kind: OwnEventKind.SIGN_INS }))).toEqual(idsOf(5, 2, 1));
  expect(ids(await list({ kind: OwnEventKind.CHANGES }))).toEqual(idsOf(8, 7, 6));
  const anna = await ticketOf({ account: 'anna@a.tld' });
  expect(ids(await list({ ticket: anna }))).toEqual(idsOf(3));
});

it('shows only the fields of an event that its person may see', async () => {
  const { events } = await list({});
  const [created, revoked, granted, , refused] = events;
  expect(refused).toEqual({
    ...{ eventId: eventId(2), time: new Date(T0 + 2000), type: 'gatepost.login.v1' },
    change: undefined,
    signIn: {
      ...{ service: Service.SMTP, clientIp: '203.0.113.2', userAgent: 'Thunderbird' },
      ...{ decision: 'DENY', reason: 'CANNOT_CHALLENGE', interactive: false },
      ...{ proved: [Factor.PASSWORD], trustHeld: [TrustKind.DEVICE] },
      ...{ sessionId: eventId(90), sessionSignInId: eventId(91), client: 'webmail' },
      grants: [{ kind: TrustKind.IP, trustId: '', until: undefined, refused: 'limit' }],
      ...{ firstPresented: 'password', frontEnd: 'mail' },
    },
  });
  expect(granted?.change).toMatchObject({
    ...{ id: 't-1', trustKind: TrustKind.IP, until: new Date('2026-03-02T12:00:00Z') },
    ...{ decisionId: eventId(5), clientIp: '192.0.2.80/32', byAdministrator: false },
  });
  expect(revoked?.change).toMatchObject({ reason: 'administrator', byAdministrator: true });
  expect(created?.change).toMatchObject({
    ...{ label: 'Phone', id: 'p-1', services: [Service.EAS], decisionId: eventId(5) },
  });
  const shown = JSON.stringify(events);
  for (const hidden of ['Ada', '10.9.9.9', 'what the domain calls it']) {
    expect(shown).not.toContain(hidden);
  }
});

it('pages, with tokens of the same account and kind only', async () => {
  const first = await list({ size: 4 });
  expect(ids(first)).toEqual(idsOf(8, 7, 6, 5));
  const rest = await list({ size: 4, token: first.nextToken });
  expect(ids(rest)).toEqual(idsOf(2, 1));
  expect(rest.nextToken).toBe('');
  const anna = await ticketOf({ account: 'anna@a.tld' });
  const wrong = [
    { ticket: anna, token: first.nextToken },
    { kind: OwnEventKind.CHANGES, token: first.nextToken },
    { size: 101 },
  ];
  for (const request of wrong) {
    await expect(list(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  }
});

it('takes a good ticket only, of a login after the not-before', async () => {
  const bad = [
    '',
    await ticketOf({ purpose: 'manage' }),
    await ticketOf({ stores: ['trust-store'] }),
    await ticketOf({ frontEnd: 'spiffe://gatepost/front-end/webmail' }),
  ];
  for (const ticket of bad) {
    await expect(list({ ticket })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  }
  // Its own allow-list entry is for another domain.
  const ofB = await audit.as('front-end', 'of-b');
  const frontEnd = 'spiffe://gatepost/front-end/of-b';
  const foreign = await ticketOf({ frontEnd });
  await expect(list({ ticket: foreign }, ofB)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });

  notBefore = T0;
  await expect(list({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  notBefore = 0;
  trustStoreIsDown = true;
  await expect(list({})).rejects.toThrow();
  trustStoreIsDown = false;
});

it('does not show what was erased', async () => {
  const [replica] = audit.replicas;
  const selection = { account: 'anna@a.tld' };
  const eraser = { certificate: '', onBehalfOf: '', comment: '' };
  await replica?.erasing.erase({ selection, limit: 10 }, ({ count, indexes }) => {
    return { kind: 'erased', cause: 'account', domain: 'a.tld', count, indexes, eraser };
  });
  expect(ids(await list({ ticket: await ticketOf({ account: 'anna@a.tld' }) }))).toEqual([]);
});
