import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { Service, Verdict } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  CredentialAdminServiceService as Admin,
  AppPasswordsOnChange,
  CredentialServiceService as Credential,
  AppPasswordServiceService as Own,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import {
  type Served,
  serveToCallers,
  type TestCaller,
} from '../../../libs/grpc/testing/serve-to-callers.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import {
  generateTicketKey,
  issueTicket,
  readTicketKey,
  readTicketKeys,
  refuseTicket,
} from '../../../libs/ticket/index.js';
import { ldapDirectory } from '../clients/ldap/directory.js';
import { type CredentialWorld, migratedTemplate, openWorld } from '../testing.js';
import { credentialAdminService } from './admin-service.js';
import { appPasswordService } from './app-password-service.js';
import { credentialService } from './credential-service.js';

const rpcs = (service: string) => [`gatepost.credential.v1.${service}/*`];
const CALLERS: readonly TestCaller[] = [
  { role: 'service', name: 'policy', rpcs: rpcs('CredentialService'), domains: ['*'] },
  { role: 'front-end', name: 'webmail', rpcs: rpcs('AppPasswordService'), domains: ['*'] },
  { role: 'front-end', name: 'other', rpcs: rpcs('AppPasswordService'), domains: ['b.tld'] },
  { role: 'admin', name: 'root', rpcs: rpcs('CredentialAdminService'), domains: ['*'] },
  { role: 'admin', name: 'corp', rpcs: rpcs('CredentialAdminService'), domains: ['a.tld'] },
];

const pem = generateTicketKey();
const signing = readTicketKey(pem.privatePem);
const disownPem = generateTicketKey();
const disowning = readTicketKey(disownPem.privatePem);
let postgres: TestPostgres;
let served: Served;
let world: CredentialWorld;

/** Accounts whose tickets come from a login before their not-before. */
const tooEarly = new Set<string>();
const checkTicket: TicketCheck = async (ticket) => {
  if (tooEarly.has(ticket.account)) throw refuseTicket('too early');
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  served = await serveToCallers({
    service: 'credential',
    callers: CALLERS,
    async assemble(log, dir) {
      writeFileSync(join(dir, 'searcher'), 'may search');
      const rules = { hosts: ['ldap.example:636'], ca: undefined, secretsDirectory: dir };
      const assembled = await world.replica({ log, directory: ldapDirectory(rules, log) });
      const parts = {
        ...assembled,
        ticketKeys: readTicketKeys([pem.publicPem]),
        checkTicket,
        disownKeys: readTicketKeys([disownPem.publicPem]),
      };
      return [credentialService(parts), appPasswordService(parts), credentialAdminService(parts)];
    },
  });
});
afterAll(async () => {
  await served.close();
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
const as = (name: string) => served.as(name);
const actor = { onBehalfOf: 'olga', comment: 'asked for' };
const password = Buffer.from('correct horse');
const decisionId = systemRandom.id();

const ticket = async (change: { frontEnd?: string; purpose?: 'enrol' | 'manage' } = {}) => {
  const claims = {
    jti: systemRandom.id(),
    account,
    frontEnd: `spiffe://gatepost/front-end/${change.frontEnd ?? 'webmail'}`,
    purpose: change.purpose ?? ('manage' as const),
    decisionId,
    loginBegunAt: world.clock.now(),
    stores: ['credential'] as const,
    oneFactor: false,
  };
  return (await issueTicket({ key: signing, claims, now: world.clock.now() })).token;
};
const create = (by = 'root') =>
  as(by).unary(Admin.createAccount, { account, password, actor }, FAST);
const verify = (change: object = {}) =>
  as('policy').unary(
    Credential.verifyPassword,
    { account, password, clientIp: '192.0.2.1', decisionId, frontEnd: '', ...change },
    FAST,
  );
const verifyApp = (secret: string, service: Service) =>
  as('policy').unary(
    Credential.verifyAppPassword,
    { account, password: Buffer.from(secret), service, clientIp: '192.0.2.1', decisionId },
    FAST,
  );
const wish = { label: 'phone', services: [Service.EAS, Service.DAV], expiresAt: undefined };

it('ends the app passwords made since a disowned sign-in, once', async () => {
  const made = async () => {
    const own = { ticket: await ticket(), ...wish };
    return (await as('webmail').unary(Own.createOwnAppPassword, own, FAST)).secret;
  };
  const before = await made();
  world.clock.advance(60_000);
  const since = world.clock.now();
  const foreign = await made();
  const claims = {
    ...{ jti: systemRandom.id(), account, frontEnd: 'spiffe://gatepost/front-end/webmail' },
    ...{ purpose: 'disown' as const, stores: ['credential'] as const, oneFactor: false },
    ...{ decisionId, loginBegunAt: since },
  };
  const disown = async (key = disowning) => {
    const { token } = await issueTicket({ key, claims, now: world.clock.now() });
    return as('webmail').unary(Own.disownAppPasswords, { ticket: token }, FAST);
  };
  await expect(disown(signing)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await Promise.all([disown(), disown()])).toEqual(
    expect.arrayContaining([{ ended: 1 }, { ended: 0 }]),
  );
  expect(await verifyApp(foreign, Service.DAV)).toMatchObject({ verdict: Verdict.WRONG });
  expect(await verifyApp(before, Service.DAV)).toMatchObject({ verdict: Verdict.VERIFIED });
  const after = await made();
  expect(await disown()).toEqual({ ended: 0 });
  expect(await verifyApp(after, Service.DAV)).toMatchObject({ verdict: Verdict.VERIFIED });
});

it('verifies main passwords and app passwords', async () => {
  await create();
  expect(await verify()).toMatchObject({ verdict: Verdict.VERIFIED });
  expect(await verify({ password: Buffer.from('x') })).toMatchObject({ verdict: Verdict.WRONG });
  const { appPassword, secret } = await as('root').unary(
    Admin.createAppPassword,
    { account, ...wish, unknownAccount: false, actor },
    FAST,
  );
  const id = appPassword?.id ?? '';
  expect(appPassword).toMatchObject({
    account,
    label: 'phone',
    services: wish.services,
    enabled: true,
  });
  expect(await verifyApp(secret, Service.DAV)).toEqual({
    verdict: Verdict.VERIFIED,
    appPasswordId: id,
    retryAfterSeconds: 0,
  });
  expect(await verifyApp(secret, Service.IMAP)).toEqual({
    verdict: Verdict.WRONG_SERVICE,
    appPasswordId: id,
    retryAfterSeconds: 0,
  });
  expect(await verifyApp('gp', Service.DAV)).toMatchObject({
    verdict: Verdict.WRONG,
    appPasswordId: '',
  });
  const listed = await as('root').unary(Admin.listAppPasswords, { account }, FAST);
  expect(listed.appPasswords).toMatchObject([{ id, lastUsedIp: '192.0.2.1' }]);
  await as('root').unary(Admin.revokeAppPassword, { account, id, actor }, FAST);
  expect(await verifyApp(secret, Service.DAV)).toMatchObject({ verdict: Verdict.WRONG });
});

it('lets a person manage their own, with a ticket of this front-end', async () => {
  const { appPassword, secret } = await as('webmail').unary(
    Own.createOwnAppPassword,
    { ticket: await ticket(), ...wish },
    FAST,
  );
  expect(await verifyApp(secret, Service.EAS)).toMatchObject({ verdict: Verdict.VERIFIED });
  const list = (token: string, by = 'webmail') =>
    as(by).unary(Own.listOwnAppPasswords, { ticket: token }, FAST);
  expect((await list(await ticket())).appPasswords).toHaveLength(1);
  const denied = { code: 'PERMISSION_DENIED' };
  await expect(list(await ticket({ purpose: 'enrol' }))).rejects.toMatchObject(denied);
  await expect(list(await ticket({ frontEnd: 'other' }))).rejects.toMatchObject(denied);
  await expect(list(await ticket({ frontEnd: 'other' }), 'other')).rejects.toMatchObject(denied);
  await expect(list('')).rejects.toMatchObject(denied);
  tooEarly.add(account);
  await expect(list(await ticket())).rejects.toMatchObject(denied);
  tooEarly.delete(account);
  const id = appPassword?.id ?? '';
  const revoke = as('webmail').unary(
    Own.revokeOwnAppPassword,
    { ticket: await ticket(), id, moreIds: [] },
    FAST,
  );
  expect(await revoke).toEqual({});
});

it('serves each caller what it may ask, for its own domains', async () => {
  const denied = { code: 'PERMISSION_DENIED' };
  await expect(create('policy')).rejects.toMatchObject(denied);
  await create('corp');
  account = 'x@b.tld';
  await expect(create('corp')).rejects.toMatchObject(denied);
  const page = { size: 0, token: '' };
  const list = (domain: string) =>
    as('corp').unary(Admin.listAccounts, { domain, page, account: '' }, FAST);
  expect((await list('A.TLD')).accounts.length).toBeGreaterThan(0);
  await expect(list('b.tld')).rejects.toMatchObject(denied);
  const throttles = (request: object) =>
    as('corp').unary(Admin.listThrottles, { account: '', domain: '', page, ...request }, FAST);
  expect(await throttles({ domain: 'a.tld' })).toMatchObject({ nextToken: '' });
  await expect(throttles({})).rejects.toMatchObject(denied);
  await expect(throttles({ domain: 'a.tld', account: 'x@b.tld' })).rejects.toMatchObject(denied);
  const clear = (request: object) =>
    as('corp').unary(Admin.clearThrottle, { account: '', clientIp: '', actor, ...request }, FAST);
  await expect(clear({ clientIp: '192.0.2.1' })).rejects.toMatchObject(denied);
  await expect(clear({ account: 'x@b.tld' })).rejects.toMatchObject(denied);
  expect(await clear({ account: 'y@a.tld' })).toEqual({ cleared: 0 });
  const backend = {
    domain: 'a.tld',
    kind: { $case: 'none' as const, value: {} },
    appPasswordsOnChange: 0 as const,
  };
  await expect(as('corp').unary(Admin.setBackend, { backend, actor }, FAST)).rejects.toMatchObject(
    denied,
  );
  await expect(as('corp').unary(Admin.getBackend, { domain: '*' }, FAST)).rejects.toMatchObject(
    denied,
  );
  expect(await as('corp').unary(Admin.getBackend, { domain: 'a.tld' }, FAST)).toBeDefined();
});

it('names every field that is wrong', async () => {
  const fieldsOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => expect.fail('accepted'),
      (thrown) => thrown,
    );
    expect(error.code).toBe('INVALID_ARGUMENT');
    return error.violations.map(({ field }: { field: string }) => field).sort();
  };
  const verifying = verify({ password: Buffer.alloc(1025), clientIp: '127.1', decisionId: 'x' });
  expect(await fieldsOf(verifying)).toEqual(['client_ip', 'decision_id', 'password']);
  expect(await verify({ password: Buffer.alloc(0) })).toMatchObject({ verdict: Verdict.WRONG });
  expect(await fieldsOf(verify({ account: 'luca' }))).toEqual(['account']);
  const bad = {
    ...{ label: '', services: [99 as Service], unknownAccount: false },
    expiresAt: new Date(world.clock.now()),
  };
  const making = as('root').unary(Admin.createAppPassword, { account, ...bad, actor }, FAST);
  expect(await fieldsOf(making)).toEqual(['expires_at', 'label', 'services[0]']);
  const hash = Buffer.from('{PLAIN}hunter2');
  const importing = as('root').unary(Admin.importPasswordHash, { account, hash, actor }, FAST);
  expect(await fieldsOf(importing)).toEqual(['hash']);
  const neither = as('root').unary(Admin.clearThrottle, { account: '', clientIp: '', actor }, FAST);
  expect(await fieldsOf(neither)).toEqual(['account']);
  const page = { size: 1001, token: 'x' };
  const listing = as('root').unary(Admin.listThrottles, { account: '', domain: '', page }, FAST);
  expect(await fieldsOf(listing)).toEqual(['page.size', 'page.token']);
});

describe('back ends', () => {
  const ldap = {
    urls: ['ldaps://ldap.example:636'],
    dnTemplate: '',
    searchBase: 'dc=example',
    searchFilter: '(mail={account})',
    searchBindDn: 'cn=searcher',
    searchBindSecret: 'searcher',
    timeoutMs: 0,
    accountAttribute: '',
  };
  const set = (value: typeof ldap) => {
    const kind = { $case: 'ldap' as const, value };
    const backend = { domain: 'ldap.tld', kind, appPasswordsOnChange: AppPasswordsOnChange.REVOKE };
    return as('root').unary(Admin.setBackend, { backend, actor }, FAST);
  };

  it('are read as they were set, without secrets', async () => {
    await set(ldap);
    const { backend } = await as('root').unary(Admin.getBackend, { domain: 'ldap.tld' }, FAST);
    expect(backend).toEqual({
      domain: 'ldap.tld',
      kind: { $case: 'ldap', value: { ...ldap, timeoutMs: 2000, accountAttribute: 'mail' } },
      appPasswordsOnChange: AppPasswordsOnChange.REVOKE,
    });
    const { kind } =
      (await as('root').unary(Admin.getBackend, { domain: 'z.tld' }, FAST)).backend ?? {};
    expect(kind?.$case).toBe('embedded');
    const event = (await world.events()).findLast(({ type }) => type === 'backend-set');
    expect(event?.data).toMatchObject({
      backend: 'ldap',
      urls: ldap.urls,
      app_passwords_on_change: 'revoke',
    });
  });

  it.each([
    [{ urls: [] }, 'urls'],
    [{ urls: ['ldaps://elsewhere.example:636'] }, 'urls[0]'],
    [{ urls: ['https://ldap.example:636'] }, 'urls[0]'],
    [{ urls: ['ldaps://x:y@ldap.example:636'] }, 'urls[0]'],
    [{ searchFilter: '(mail=x)' }, 'search_filter'],
    [{ searchBase: '' }, 'search_base'],
    [{ searchBindSecret: '../searcher' }, 'search_bind_secret'],
    [{ searchBindSecret: 'none' }, 'search_bind_secret'],
    [{ dnTemplate: 'uid={local}' }, 'dn_template'],
    [{ timeoutMs: 99 }, 'timeout_ms'],
  ])('are refused if they are not whole, or not allowed: %j', async (change, field) => {
    await expect(set({ ...ldap, ...change })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: `backend.ldap.${field}` }],
    });
  });
});

it('lists and pages', async () => {
  for (const name of ['b', 'a', 'c']) {
    account = `${name}@pages.tld`;
    await create();
    await verify({ password: Buffer.from('wrong'), clientIp: '192.0.2.77' });
  }
  const names: string[] = [];
  for (let token = ''; ; ) {
    const page = { size: 2, token };
    const part = await as('root').unary(
      Admin.listAccounts,
      { domain: 'pages.tld', page, account: '' },
      FAST,
    );
    names.push(...part.accounts.map((one) => one.account));
    token = part.nextToken;
    if (token === '') break;
  }
  expect(names).toEqual(['a@pages.tld', 'b@pages.tld', 'c@pages.tld']);
  const scopes: string[] = [];
  for (let token = ''; ; ) {
    const request = { account: '', domain: 'pages.tld', page: { size: 1, token } };
    const part = await as('root').unary(Admin.listThrottles, request, FAST);
    scopes.push(...part.throttles.map(({ scope, account }) => `${scope} ${account}`));
    token = part.nextToken;
    if (token === '') break;
  }
  expect(new Set(scopes).size).toBe(6);
  const cleared = { account: '', clientIp: '192.0.2.77', actor };
  expect(await as('root').unary(Admin.clearThrottle, cleared, FAST)).toEqual({ cleared: 3 });
});

it('deletes an account, and logs no secret', async () => {
  await create();
  const purge = { account, actor: 'spiffe://gatepost/admin/root' };
  expect(await as('policy').unary(Credential.purgeAccount, purge, FAST)).toEqual({ removed: 1 });
  expect(await as('policy').unary(Credential.purgeAccount, purge, FAST)).toEqual({ removed: 0 });
  expect(served.lines.length).toBeGreaterThan(0);
  expect(served.lines.join('')).not.toMatch(/horse|hunter2|may search|gp[0-9a-z]{2}-/);
});
