import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { Service, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  TrustAdminServiceService as Admin,
  type Limits,
  type RevokeTrustRequest,
  TrustSelfServiceService as Self,
  TrustServiceService as Trust,
  UseDeviceResponse_Outcome as Used,
  TrustWatchServiceService as Watch,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import {
  type Served,
  serveToCallers,
  type TestCaller,
} from '../../../libs/grpc/testing/serve-to-callers.js';
import { startJobs } from '../../../libs/kit/jobs.js';
import { silentLog } from '../../../libs/log/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { until } from '../../../libs/testing/until.js';
import {
  generateTicketKey,
  issueTicket,
  readTicketKey,
  readTicketKeys,
} from '../../../libs/ticket/index.js';
import { SETTLES_AFTER_MS } from '../commands/set-not-before.js';
import { numberEnded } from '../storage/ended-log.js';
import { migratedTemplate, openWorld, type TrustWorld } from '../testing.js';
import { adminService } from './admin-service.js';
import { selfService } from './self-service.js';
import { trustService } from './trust-service.js';
import { watchService } from './watch-service.js';

const rpcs = (...services: string[]) =>
  services.map((service) => `gatepost.truststore.v1.${service}/*`);
const SELF = rpcs('TrustSelfService', 'TrustWatchService');
const CALLERS: readonly TestCaller[] = [
  { role: 'service', name: 'policy', rpcs: rpcs('TrustService'), domains: ['*'] },
  { role: 'front-end', name: 'webmail', rpcs: SELF, domains: ['*'] },
  { role: 'front-end', name: 'other', rpcs: SELF, domains: ['b.tld'] },
  { role: 'admin', name: 'root', rpcs: rpcs('TrustAdminService'), domains: ['*'] },
  { role: 'admin', name: 'corp', rpcs: rpcs('TrustAdminService'), domains: ['b.tld'] },
];

const pem = generateTicketKey();
const signing = readTicketKey(pem.privatePem);
const disownPem = generateTicketKey();
const disowning = readTicketKey(disownPem.privatePem);
let world: TrustWorld;
let postgres: TestPostgres;
let served: Served;
let stopJobs: () => Promise<void>;
const as = (name: string) => served.as(name);

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  const parts = {
    ...world.replica(),
    ticketKeys: readTicketKeys([pem.publicPem]),
    disownKeys: readTicketKeys([disownPem.publicPem]),
  };
  stopJobs = startJobs(parts.jobs, silentLog);
  const services = [trustService, selfService, watchService, adminService];
  served = await serveToCallers({
    service: 'trust-store',
    callers: CALLERS,
    assemble: () => services.map((service) => service(parts)),
  });
});
afterAll(async () => {
  await served.close();
  await stopJobs();
  await world.close();
  await postgres.stop();
});

let account = '';
let made = 0;
beforeEach(() => {
  made += 1;
  account = `u${made}@a.tld`;
});

const FAST = { deadlineMs: 60_000 };
const limits = (change: Partial<Limits> = {}): Limits => ({
  domain: '*',
  revision: 1n,
  ip: { defaultSeconds: 60, maxSeconds: 7200, perAccount: 2, ipv6Prefix: 64 },
  device: { defaultSeconds: 60, maxSeconds: 7200, perAccount: 2 },
  session: undefined,
  removed: false,
  ...change,
});
const grantOf = (change: object = {}) => ({
  account,
  clientIp: '192.0.2.80',
  ipSeconds: 60,
  device: false,
  deviceSeconds: 0,
  deviceToken: '',
  deviceLabel: '',
  limits: limits(),
  decisionId: systemRandom.id(),
  fromIp: '192.0.2.80',
  presentedAt: undefined,
  ...change,
});
const grant = (change: object = {}) => as('policy').unary(Trust.grant, grantOf(change), FAST);
const checkOf = (change: object = {}) => ({
  ...{ account, clientIp: '192.0.2.80', deviceToken: '', limits: limits() },
  ...change,
});
const check = (change: object = {}) => as('policy').unary(Trust.check, checkOf(change), FAST);
const useOf = (change: object = {}) => ({
  ...{ account, deviceToken: '', clientIp: '192.0.2.80', decisionId: systemRandom.id() },
  ...{ limits: limits(), presentedAt: undefined },
  ...change,
});
const use = (change: object) => as('policy').unary(Trust.useDevice, useOf(change), FAST);
const ticket = async (change: object = {}) => {
  const claims = {
    jti: systemRandom.id(),
    account,
    frontEnd: 'spiffe://gatepost/front-end/webmail',
    purpose: 'manage' as const,
    decisionId: systemRandom.id(),
    loginBegunAt: world.clock.now(),
    stores: ['trust-store'] as const,
    oneFactor: false,
    ...change,
  };
  return (await issueTicket({ key: signing, claims, now: world.clock.now() })).token;
};
const listOwn = async (token: string, peer = 'webmail') =>
  (await as(peer).unary(Self.listOwnTrust, { ticket: token }, FAST)).trusts;
const revokeOwn = async (token: string, ...trustIds: string[]) =>
  (await as('webmail').unary(Self.revokeOwnTrust, { ticket: token, trustIds }, FAST)).revoked;
const revokeOf = (change: Partial<RevokeTrustRequest>): RevokeTrustRequest => ({
  ...{ account: '', domain: '', clientIp: '', trustId: '', grantedBefore: undefined },
  ...{ kind: TrustKind.UNSPECIFIED, actor: { onBehalfOf: 'olga', comment: 'laptop lost' } },
  ...change,
});
const listOf = (change: object = {}) => ({ account: '', domain: '', page: undefined, ...change });

describe('for decisions', () => {
  it('answers a change that ends earlier logins only once no clock shows an earlier time', async () => {
    const by = { account, reason: 'otp-reset', actor: 'spiffe://gatepost/admin/root' };
    const calls = [
      () => as('policy').unary(Trust.revokeAccount, by, FAST),
      () => as('policy').unary(Trust.purgeAccount, by, FAST),
    ];
    for (const call of calls) {
      const asked = performance.now();
      await call();
      // Timers may be a millisecond early.
      expect(performance.now() - asked).toBeGreaterThan(SETTLES_AFTER_MS - 2);
    }
  });

  it('grants, checks, rotates, finds theft, revokes, purges', async () => {
    const granted = await grant({ device: true, deviceSeconds: 3600, deviceLabel: 'Lucas Läptop' });
    const until = new Date(world.clock.now() + 60_000);
    expect(granted.ip).toMatchObject({ held: { until }, refused: '' });
    const { deviceToken } = granted;
    const both = await check({ deviceToken });
    expect(both.ip).toEqual({ ...granted.ip?.held, useIsNews: true });
    expect(both.device).toEqual(granted.device?.held);
    const { deviceToken: second, outcome } = await use({ deviceToken });
    expect(outcome).toBe(Used.ROTATED);
    expect((await use({ deviceToken: second })).outcome).toBe(Used.ROTATED);
    expect(await check({ deviceToken, clientIp: '' })).toEqual({
      ...{ ip: undefined, device: undefined, deviceSuperseded: true },
    });
    expect(await use({ deviceToken })).toEqual({ outcome: Used.STOLEN, deviceToken: '' });
    expect((await use({ deviceToken })).outcome).toBe(Used.GONE);
    await grant({ clientIp: '2001:db8::1', device: true, deviceLabel: '' });
    expect((await grant({ clientIp: '192.0.2.1' })).ip).toEqual({
      held: undefined,
      refused: 'limit',
    });
    const own = { account: `x@g${made}.tld` };
    await grant(own);
    // The domain's own document arrives, with the revision that `*` has.
    const none = await grant({ ...own, limits: limits({ domain: `g${made}.tld`, ip: undefined }) });
    expect((await check(own)).ip).toBeUndefined();
    expect(none.ip).toEqual({ held: undefined, refused: 'not-offered' });
    const by = { account, reason: 'otp-reset', actor: 'spiffe://gatepost/admin/root' };
    expect(await as('policy').unary(Trust.revokeAccount, by, FAST)).toEqual({ revoked: 3 });
    const purge = { account, actor: 'spiffe://gatepost/admin/root' };
    expect(await as('policy').unary(Trust.purgeAccount, purge, FAST)).toEqual({ removed: 4 });
    expect(await as('policy').unary(Trust.purgeAccount, purge, FAST)).toEqual({ removed: 0 });
    const told = (await world.events()).filter(
      (e) => e.account === account || e.data.account === account,
    );
    expect(told.map(({ type, why }) => `${type} ${why}`)).toEqual([
      ...['granted granted', 'granted granted', 'stolen stolen', 'granted granted'],
      ...['granted granted', 'revoked revoked', 'revoked revoked', 'revoked revoked'],
      'purged purged',
    ]);
    expect(told[0]?.subject).toBe('gatepost.trust.granted.unknown');
    // No log line and no event contains a token.
    for (const secret of [deviceToken, second]) {
      expect(JSON.stringify([served.lines, told])).not.toContain(secret);
    }
  });

  it('records the last use of an address, at most once a minute, only for its account', async () => {
    const trustId = (await grant({ ipSeconds: 7200 })).ip?.held?.trustId ?? '';
    const note = (of: string, clientIp: string) =>
      as('policy').unary(Trust.noteUse, { account: of, trustId, clientIp }, FAST);
    const lastUse = async () => {
      const { trusts } = await as('root').unary(Admin.listTrust, listOf({ account }), FAST);
      return trusts.map(({ lastUsedAt, lastIp }) => [lastUsedAt?.getTime(), lastIp]);
    };
    await note(`other${made}@a.tld`, '192.0.2.7');
    expect(await lastUse()).toEqual([[undefined, '192.0.2.80']]);
    const first = world.clock.now();
    await note(account, '192.0.2.81');
    expect((await check()).ip?.useIsNews).toBe(false);
    world.clock.advance(59_000);
    await note(account, '192.0.2.82');
    expect(await lastUse()).toEqual([[first, '192.0.2.81']]);
    world.clock.advance(1_000);
    expect((await check()).ip?.useIsNews).toBe(true);
    await note(account, '192.0.2.83');
    expect(await lastUse()).toEqual([[first + 60_000, '192.0.2.83']]);
  });

  it('learns limits, once for each document', async () => {
    const set = (...all: Limits[]) => as('policy').unary(Trust.setLimits, { limits: all }, FAST);
    await set(limits({ domain: 'c.tld', revision: 5n }), limits({ domain: 'd.tld', revision: 5n }));
    account = 'carl@c.tld';
    await grant({ limits: limits({ domain: 'c.tld', revision: 5n }) });
    const gone = { ip: undefined, device: undefined };
    await set(limits({ domain: 'c.tld', revision: 6n, ...gone }));
    expect((await check({ limits: limits({ domain: 'c.tld', revision: 5n }) })).ip).toBeUndefined();
    await set(limits({ domain: 'c.tld', revision: 7n, ...gone, removed: true }));
    await expect(set(limits(), limits())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const [event] = (await world.events()).filter((e) => e.account === account);
    expect(event?.subject).toBe('gatepost.trust.granted.tld.c');
  });

  it('names every field that is wrong', async () => {
    const fieldsOf = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => expect.fail('taken'),
        (thrown) => thrown,
      );
      expect(error.code).toBe('INVALID_ARGUMENT');
      return error.violations.map(({ field }: { field: string }) => field);
    };
    const bad = limits({ domain: 'b.tld', removed: true, revision: 2n ** 60n });
    expect(await fieldsOf(check({ clientIp: '127.1', limits: undefined }))).toEqual([
      ...['client_ip', 'limits'],
    ]);
    expect(await fieldsOf(check({ limits: bad }))).toEqual([
      ...['limits.domain', 'limits.removed', 'limits.revision'],
    ]);
    const ip = { defaultSeconds: 0, maxSeconds: 2 ** 31, perAccount: 1, ipv6Prefix: 47 };
    expect(await fieldsOf(check({ limits: limits({ ip }) }))).toEqual([
      ...['limits.ip.default_seconds', 'limits.ip.max_seconds', 'limits.ip.ipv6_prefix'],
    ]);
    const nothing = { clientIp: '', decisionId: 'x', fromIp: '', deviceLabel: 'x'.repeat(65) };
    expect(await fieldsOf(grant(nothing))).toEqual([
      ...['client_ip', 'device_label', 'decision_id', 'from_ip'],
    ]);
    expect(await fieldsOf(use({ clientIp: '', decisionId: '' }))).toEqual([
      'client_ip',
      'decision_id',
    ]);
    const revoke = { account, reason: '', actor: 'x'.repeat(255) };
    expect(await fieldsOf(as('policy').unary(Trust.revokeAccount, revoke, FAST))).toEqual([
      ...['reason', 'actor'],
    ]);
    const list = { page: { size: 1001, token: 'x' } };
    expect(await fieldsOf(as('root').unary(Admin.listTrust, listOf(list), FAST))).toEqual([
      ...['account', 'page.size', 'page.token'],
    ]);
    const odd = revokeOf({ domain: 'a.tld', trustId: 'x', kind: 9 as TrustKind, clientIp: '::/0' });
    expect(await fieldsOf(as('root').unary(Admin.revokeTrust, odd, FAST))).toEqual([
      ...['client_ip', 'trust_id', 'kind'],
    ]);
    const watch = (domains: string[], after = '') =>
      as('webmail').serverStream(Watch.watch, { domains, after }).next();
    expect(await fieldsOf(watch(['*'], '-1'))).toEqual(['after']);
    expect(await fieldsOf(watch(['a.tld', '']))).toEqual(['domains[1]']);
  });
});

describe('with a ticket', () => {
  it('lets the person list and end their own trust, once for each ticket', async () => {
    const { ip } = await grant();
    world.clock.advance(1);
    await grant({ clientIp: '', device: true, deviceLabel: 'phone' });
    const anna = { account: `anna${made}@a.tld` };
    const { ip: annas } = await grant(anna);
    const used = await ticket();
    expect((await listOwn(used)).map(({ prefix, label }) => prefix || label)).toEqual([
      ...['phone', '192.0.2.80/32'],
    ]);
    for (const again of [listOwn, revokeOwn]) {
      await expect(again(used)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
    expect(await revokeOwn(await ticket(), annas?.held?.trustId ?? '')).toBe(0);
    expect(await revokeOwn(await ticket(), ip?.held?.trustId ?? '')).toBe(1);
    expect((await check()).ip).toBeUndefined();
    expect(await revokeOwn(await ticket())).toBe(1);
    expect((await check(anna)).ip).toBeDefined();
    const told = (await world.events()).filter(
      (e) => e.account === account && e.type === 'revoked',
    );
    expect(told[0]?.data).toMatchObject({
      reason: 'self-service',
      actor: { certificate: 'spiffe://gatepost/front-end/webmail' },
    });
  });

  it('refuses a ticket of another front-end, purpose or time', async () => {
    await grant();
    const tickets = [
      await ticket({ frontEnd: 'spiffe://gatepost/front-end/other' }),
      await ticket({ purpose: 'enrol' }),
      await ticket(),
      `${await ticket()}x`,
      '',
    ];
    const late = tickets.indexOf(tickets[2] ?? '');
    for (const [n, token] of tickets.entries()) {
      if (n === late) world.clock.advance(300_000);
      await expect(revokeOwn(token)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
      await expect(listOwn(token)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
    const elsewhere = await ticket({ frontEnd: 'spiffe://gatepost/front-end/other' });
    await expect(listOwn(elsewhere, 'other')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('accepts a `view` ticket many times, until it expires or its login has ended', async () => {
    const held = [await grant(), await grant({ clientIp: '192.0.2.81' })];
    const ids = held.map(({ ip }) => ip?.held?.trustId ?? '');
    const view = await ticket({ purpose: 'view' });
    const lists = await Promise.all([1, 2, 3, 4, 5].map(() => listOwn(view)));
    expect(lists.map((trusts) => trusts.length)).toEqual([2, 2, 2, 2, 2]);
    expect(await revokeOwn(view, ids[0] ?? '')).toBe(1);
    expect(await revokeOwn(view, ids[1] ?? '')).toBe(1);
    expect(await listOwn(view)).toEqual([]);
    const denied = { code: 'PERMISSION_DENIED' };
    world.clock.advance(3_600_000);
    await expect(listOwn(view)).rejects.toMatchObject(denied);
    const early = await ticket({ purpose: 'view' });
    world.clock.advance(1);
    const by = { account, reason: 'password-set', actor: 'spiffe://gatepost/service/credential' };
    await as('policy').unary(Trust.setNotBefore, { ...by, domain: '', keepTrust: true }, FAST);
    await expect(listOwn(early)).rejects.toMatchObject(denied);
    await expect(revokeOwn(early)).rejects.toMatchObject(denied);
  });

  it('lets one of two simultaneous uses through, and refuses the other', async () => {
    await grant();
    const token = await ticket();
    const both = await Promise.allSettled([revokeOwn(token), revokeOwn(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

it('ends what was granted since a disowned sign-in, once, and keeps what is older', async () => {
  await grant();
  world.clock.advance(1);
  const since = world.clock.now();
  await grant({ clientIp: '', device: true, deviceLabel: 'theirs' });
  const jti = systemRandom.id();
  const disown = async (key = disowning, change: object = {}) => {
    const claims = {
      ...{ jti, account, frontEnd: 'spiffe://gatepost/front-end/webmail', oneFactor: false },
      ...{ purpose: 'disown' as const, stores: ['trust-store'] as const },
      ...{ decisionId: systemRandom.id(), loginBegunAt: since, ...change },
    };
    const { token } = await issueTicket({ key, claims, now: world.clock.now() });
    return as('webmail').unary(Self.disownTrust, { ticket: token }, FAST);
  };
  await expect(disown(signing)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await expect(disown(disowning, { stores: ['otp'] })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  expect(await disown()).toEqual({ ended: 1 });
  expect((await listOwn(await ticket())).map(({ prefix }) => prefix)).toEqual(['192.0.2.80/32']);
  await grant({ clientIp: '', device: true, deviceLabel: 'mine' });
  expect(await disown()).toEqual({ ended: 0 });
  expect(await listOwn(await ticket())).toHaveLength(2);
});

describe('for administrators', () => {
  it('lists the domains they administer, in pages that neither skip nor repeat', async () => {
    const names = ['carl', 'anna', 'bert'].map((name) => `${name}@e${made}.tld`);
    for (const name of names) {
      await grant({ account: name });
      await grant({ account: name, clientIp: '2001:db8::1' });
    }
    const domain = `e${made}.tld`;
    const seen: string[] = [];
    let token = '';
    do {
      const page = await as('root').unary(
        Admin.listTrust,
        listOf({ domain, page: { size: 4, token } }),
        FAST,
      );
      seen.push(...page.trusts.map((trust) => `${trust.account} ${trust.prefix}`));
      token = page.nextToken;
    } while (token !== '');
    expect(seen).toEqual(
      names.sort().flatMap((name) => [`${name} 2001:db8::/64`, `${name} 192.0.2.80/32`]),
    );
    for (const wish of [{ domain }, { domain: '*' }, { account: names[0] }, {}]) {
      const call = as('corp').unary(Admin.listTrust, listOf(wish), FAST);
      await expect(call).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
  });

  it('count the sessions of a client that are valid, in all domains', async () => {
    const client = `webmail-${made}`;
    const count = (name: string, of = client) =>
      as(name).unary(Admin.countSessions, { client: of }, FAST);
    const session = { defaultSeconds: 60, maxSeconds: 7200, perAccount: 5 };
    for (const [name, label] of [
      ['anna@one.tld', client],
      ['bert@two.tld', client],
      ['anna@one.tld', 'other'],
      ['short@one.tld', client],
    ] as const) {
      const seconds = name === 'short@one.tld' ? 10 : 600;
      const domain = name.slice(name.indexOf('@') + 1);
      const request = {
        ...{ account: name, sessionId: systemRandom.id(), sealed: Buffer.from('x'), label },
        ...{ until: new Date(world.clock.now() + seconds * 1000), carriedBy: [] },
        ...{ limits: limits({ domain, session }), decisionId: systemRandom.id() },
        ...{ service: Service.WEB_UI, fromIp: '192.0.2.80' },
        presentedAt: new Date(world.clock.now()),
      };
      await as('policy').unary(Trust.grantSession, request, FAST);
    }
    expect(await count('root')).toEqual({ count: 3, more: false });
    world.clock.advance(11_000);
    expect(await count('root')).toEqual({ count: 2, more: false });
    expect(await count('root', 'nobody')).toEqual({ count: 0, more: false });
    await expect(count('root', '')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(count('corp')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    // The next tests read what ends from then on.
    await until('the short session has ended', async () =>
      (await world.events()).some((e) => e.account === 'short@one.tld' && e.type === 'expired'),
    );
  });

  it('ends what they name, under their name', async () => {
    await grant();
    const asked = revokeOf({ account, clientIp: '192.0.2.80', kind: TrustKind.IP });
    await expect(as('corp').unary(Admin.revokeTrust, asked, FAST)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    expect(await as('root').unary(Admin.revokeTrust, asked, FAST)).toEqual({ revoked: 1 });
    expect(await as('root').unary(Admin.revokeTrust, asked, FAST)).toEqual({ revoked: 0 });
    const told = (await world.events()).find((e) => e.account === account && e.type === 'revoked');
    expect(told?.data).toMatchObject({
      reason: 'administrator',
      actor: {
        certificate: 'spiffe://gatepost/admin/root',
        on_behalf_of: 'olga',
        comment: 'laptop lost',
      },
    });
  });
});

describe('for who watches', () => {
  it('reports ended trust, and resumes from a position', async () => {
    const watch = (domains: string[], after = '', peer = 'webmail') =>
      as(peer).serverStream(Watch.watch, { domains, after });
    // Trust that ended in earlier tests gets positions before the one at which this stream begins.
    await numberEnded(world.replica().db);
    const stream = watch(['A.TLD.']);
    const { value: beat } = await stream.next();
    expect(beat).toMatchObject({ trust: undefined, why: '', time: undefined });
    await grant();
    const others = { account: `x@f${made}.tld` };
    await grant(others);
    for (const asked of [others, { account }]) {
      await as('root').unary(Admin.revokeTrust, revokeOf(asked), FAST);
    }
    const { value: told } = await stream.next();
    expect(told).toMatchObject({
      why: 'revoked',
      time: new Date(world.clock.now()),
      trust: { account, kind: TrustKind.IP, prefix: '192.0.2.80/32' },
    });
    await stream.return(undefined);
    const again = watch(['*'], beat?.position);
    await again.next();
    const seen = [(await again.next()).value, (await again.next()).value];
    expect(seen.map((message) => message?.trust?.account)).toEqual([others.account, account]);
    expect(seen[1]?.position).toBe(told?.position);
    await again.return(undefined);
    const far = watch(['*'], '99999999');
    await expect(far.next()).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
    for (const domains of [['*'], ['a.tld'], ['b.tld', 'a.tld'], []]) {
      const refused = watch(domains, '', 'other').next();
      await expect(refused).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
  });
});
