import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import {
  drawAppPassword,
  formatAppPassword,
  parseAppPassword,
} from '../../../libs/names/app-password.js';
import type { Service } from '../../../libs/names/services.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import type { Parts } from '../assemble.js';
import type { LdapSettings } from '../core/backend.js';
import type { Ticket } from '../ports.js';
import {
  ADMIN,
  aKey,
  type CredentialWorld,
  call,
  migratedTemplate,
  openWorld,
  START,
  subjectAt,
} from '../testing.js';
import { createAccount } from './create-account.js';
import { createAppPassword, createOwnAppPassword } from './create-app-password.js';
import { listOwnAppPasswords } from './list-own-app-passwords.js';
import { purgeAccount } from './purge-account.js';
import { revokeAppPassword, revokeOwnAppPasswords } from './revoke-app-password.js';
import { setBackend } from './set-backend.js';
import { setPassword } from './set-password.js';
import { verifyAppPassword } from './verify-app-password.js';

let postgres: TestPostgres;
let template: TestDatabase;
let world: CredentialWorld;
let parts: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  world = await openWorld(template);
  parts = await world.replica();
});
afterEach(() => world.close());

const LUCA = 'luca@a.tld';
const DECISION = systemRandom.id();
const MINUTE = 60_000;
const DAY = 86_400_000;

interface Wish {
  readonly account?: string;
  readonly services?: readonly Service[];
  readonly expiresAt?: number;
  readonly by?: Parts;
}

function make({ account = LUCA, services = ['Imap'], expiresAt, by = parts }: Wish = {}) {
  const wish = { account, label: 'phone', services, expiresAt, onOneFactor: false };
  return createAppPassword(by, { wish, actor: ADMIN, unknownAccount: true }, call());
}

function verify(
  typed: string,
  { account = LUCA, service = 'Imap' as Service, ip = '192.0.2.1', by = parts } = {},
) {
  const secret = parseAppPassword(typed);
  const request = { subject: subjectAt(account, ip), secret, service, decisionId: DECISION };
  return verifyAppPassword(by, request, call());
}

const only = async (account = LUCA) => (await parts.store.listAppPasswords(account))[0];
const failures = async () =>
  (await parts.throttleRecord.list({ filter: { kind: 'account', account: LUCA }, size: 1 }))[0]
    ?.failures ?? 0;

function aTicket(change: Partial<Ticket> = {}): Ticket {
  const now = world.clock.now();
  return {
    jti: systemRandom.id(),
    account: LUCA,
    issuedAt: now,
    expiresAt: now + 5 * MINUTE,
    frontEnd: 'spiffe://gatepost/front-end/webmail',
    decisionId: systemRandom.id(),
    ...change,
  };
}

/** Another secret with the same public part. */
function guessAt(secret: string): string {
  const { publicPart = '' } = parseAppPassword(secret) ?? {};
  const { secretPart } = drawAppPassword((n) => systemRandom.bytes(n));
  return formatAppPassword({ publicPart, secretPart });
}

describe('an app password', () => {
  it('opens the services it is bound to, however it is typed, and nothing else', async () => {
    const { appPassword, secret } = await make({ services: ['Imap', 'Smtp'] });
    const { id } = appPassword;
    expect(await verify(secret)).toEqual({ verdict: 'verified', id });
    const typed = secret.replaceAll('-', ' ').toUpperCase();
    expect(await verify(typed, { service: 'Smtp' })).toEqual({ verdict: 'verified', id });
    expect(await verify(secret, { service: 'EAS' })).toEqual({ verdict: 'wrong-service', id });
    expect(await failures()).toBe(0);
  });

  it('of another account is wrong, and counted, as is one that was never made', async () => {
    const { secret } = await make({ account: 'anna@a.tld' });
    const never = 'gpab-c234-5678-9abc-defg-hjkm-nwzf';
    expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    expect(await verify(never)).toEqual({ verdict: 'wrong' });
    for (let i = 0; i < 8; i++) expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    expect(await failures()).toBe(1);
    for (let i = 0; i < 9; i++) await verify(guessAt(secret));
    expect(await verify(secret)).toMatchObject({ verdict: 'rate-limited' });
    expect(await verify(secret, { account: 'anna@a.tld' })).toMatchObject({ verdict: 'verified' });
  });

  it('is made by an administrator for an account that exists, as its back end says', async () => {
    const ldap = { urls: [], bind: { by: 'template', dnTemplate: '' } } as unknown as LdapSettings;
    const open = { kind: 'open', passwordSetAt: undefined } as const;
    const look = async (_: unknown, { account }: { account: string }) =>
      ({ 'in@dir.tld': open, 'out@dir.tld': { kind: 'none' } as const })[account];
    const none = { verify: async () => false, check: () => [] };
    const test = async () => ({ usable: true, steps: [] });
    const by = await world.replica({ directory: { ...none, look, test } });
    const wanted = (account: string, unknownAccount = false) =>
      createAppPassword(
        by,
        {
          wish: {
            account,
            label: 'x',
            services: ['EAS'],
            expiresAt: undefined,
            onOneFactor: false,
          },
          ...{ actor: ADMIN, unknownAccount },
        },
        call(),
      ).then(
        ({ accountUnverified }) => (accountUnverified ? 'unverified' : 'made'),
        ({ code }) => code,
      );
    const shared = { revokesAppPasswords: false } as const;
    await setBackend(by, {
      backend: { domain: 'dir.tld', kind: 'ldap', ldap, ...shared },
      actor: ADMIN,
    });
    await setBackend(by, {
      backend: { domain: 'none.tld', kind: 'none', ...shared },
      actor: ADMIN,
    });
    await createAccount(by, { account: LUCA, actor: ADMIN }, call());
    expect(await wanted(LUCA)).toBe('made');
    expect(await wanted('lcua@a.tld')).toBe('NOT_FOUND');
    expect(await by.store.listAppPasswords('lcua@a.tld')).toEqual([]);
    expect(await wanted('lcua@a.tld', true)).toBe('made');
    expect(await wanted('in@dir.tld')).toBe('made');
    expect(await wanted('out@dir.tld')).toBe('NOT_FOUND');
    expect(await wanted('by-template@dir.tld')).toBe('unverified');
    expect(await wanted('by-template@dir.tld')).toBe('made');
    expect(await wanted('anna@none.tld')).toBe('unverified');
  });

  it('is refused if it mixes the public part of one with the secret of another', async () => {
    const [one, two] = [await make(), await make()].map(({ secret }) => parseAppPassword(secret));
    if (one === undefined || two === undefined) throw new Error('not the shape');
    const secret = { publicPart: one.publicPart, secretPart: two.secretPart };
    const subject = subjectAt(LUCA, '192.0.2.1');
    const request = { subject, secret, service: 'Imap', decisionId: DECISION } as const;
    expect(await verifyAppPassword(parts, request, call())).toEqual({ verdict: 'wrong' });
  });

  it('is neither compared nor counted if it does not have the format', async () => {
    expect(await verify('correct horse')).toEqual({ verdict: 'wrong' });
    expect(await failures()).toBe(0);
  });

  it('expires by the clock without counting, and is deleted in the end', async () => {
    const { secret } = await make({ expiresAt: START + DAY });
    world.clock.advance(DAY - 1);
    expect(await verify(secret)).toMatchObject({ verdict: 'verified' });
    world.clock.advance(1);
    expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    expect(await failures()).toBe(0);
    world.clock.advance(89 * DAY);
    await parts.sweeps['app passwords'](world.clock.now(), 100);
    expect(await only()).toBeDefined();
    world.clock.advance(DAY);
    await Promise.all(
      [parts, await world.replica()].map((one) =>
        one.sweeps['app passwords'](world.clock.now(), 100),
      ),
    );
    expect(await only()).toBeUndefined();
    const types = (await world.events()).map(({ type }) => type);
    expect(types).toEqual(['app-password-created', 'app-password-expired']);
  });

  it('has its last use recorded, once a minute', async () => {
    const { secret } = await make();
    expect((await only())?.lastUsedAt).toBeUndefined();
    await verify(secret, { ip: '192.0.2.7' });
    expect(await only()).toMatchObject({ lastUsedAt: START, lastUsedIp: '192.0.2.7' });
    world.clock.advance(MINUTE - 1);
    await verify(secret, { ip: '2001:db8::1' });
    expect(await only()).toMatchObject({ lastUsedAt: START, lastUsedIp: '192.0.2.7' });
    world.clock.advance(1);
    await verify(secret, { ip: '2001:db8::1' });
    expect(await only()).toMatchObject({ lastUsedAt: START + MINUTE, lastUsedIp: '2001:db8::1' });
    await verify(secret, { service: 'EAS', ip: '192.0.2.8' });
    expect((await only())?.lastUsedIp).toBe('2001:db8::1');
  });

  it('raises one alarm if it is used from more networks than one device visits', async () => {
    const { secret, appPassword } = await make();
    const { id } = appPassword;
    const alarms = async () =>
      (await world.events()).filter(({ type }) => type === 'app-password-many-networks');
    const useFrom = async (...ips: string[]) => {
      for (const ip of ips) {
        world.clock.advance(MINUTE);
        await verify(secret, { ip });
      }
    };
    await useFrom('10.0.1.1', '10.0.1.2', '10.0.2.1', '2001:db8:1::1', '2001:db8:1:2::1');
    expect(await alarms()).toEqual([]);
    await useFrom('10.0.3.1', '10.0.4.1');
    const told = { account: LUCA, app_password: { id }, networks: 4, client_ip: '10.0.3.1' };
    expect(await alarms()).toMatchObject([{ data: told }]);
    world.clock.advance(60 * MINUTE);
    await parts.sweeps.networks(world.clock.now());
    await useFrom('10.0.1.1', '10.0.2.1', '10.0.3.1');
    expect(await alarms()).toHaveLength(1);
    await useFrom('10.0.4.1');
    expect(await alarms()).toHaveLength(2);
  });

  it('is stored only as a keyed hash, which moves to the newest key at the next use', async () => {
    const [k1, k2] = [aKey('k1'), aKey('k2')];
    const old = await world.replica({ ring: keyRing([k1], systemRandom) });
    const { secret } = await make({ by: old });
    const dump = JSON.stringify((await world.db.query('SELECT * FROM app_password')).rows);
    const { secretPart = '' } = parseAppPassword(secret) ?? {};
    expect(dump).not.toContain(secretPart);
    const both = await world.replica({ ring: keyRing([k1, k2], systemRandom) });
    expect(await verify(secret, { by: both })).toMatchObject({ verdict: 'verified' });
    const after = await world.replica({ ring: keyRing([k2], systemRandom) });
    expect(await verify(secret, { by: after })).toMatchObject({ verdict: 'verified' });
    const stranger = await world.replica({ ring: keyRing([aKey('k2')], systemRandom) });
    expect(await verify(secret, { by: stranger })).toEqual({ verdict: 'wrong' });
  });
});

describe('an account', () => {
  it('never has more than its limit, however many are made at once; lapsed ones do not count', async () => {
    await make({ expiresAt: START + MINUTE });
    world.clock.advance(MINUTE);
    const replicas = [parts, await world.replica()];
    const wishes = Array.from({ length: 20 }, (_, i) => make({ by: replicas[i % 2] as Parts }));
    const made = await Promise.allSettled(wishes);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const one of made) {
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    }
    expect(await world.events()).toHaveLength(6);
  });

  it('accepts no revoked one', async () => {
    const { appPassword, secret } = await make();
    const { id } = appPassword;
    const revoke = (account: string, which = id) =>
      revokeAppPassword(parts, { account, id: which, actor: ADMIN });
    await expect(revoke('anna@a.tld')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(revoke(LUCA, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await verify(secret)).toMatchObject({ verdict: 'verified' });
    await revoke(LUCA);
    expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    expect((await world.events()).at(-1)).toMatchObject({
      type: 'app-password-revoked',
      data: { account: LUCA, app_password: { id, label: 'phone', services: ['Imap'] } },
    });
    expect(JSON.stringify(await world.events())).not.toContain(secret.slice(10));
  });

  it('loses them when its main password changes, if the back end is set so', async () => {
    await createAccount(parts, { account: LUCA, actor: ADMIN }, call());
    const { secret } = await make();
    const change = (text: string) =>
      setPassword(parts, { account: LUCA, password: Buffer.from(text), actor: ADMIN }, call());
    await change('password one');
    expect(await verify(secret)).toMatchObject({ verdict: 'verified' });
    const backend = { domain: 'a.tld', kind: 'embedded', revokesAppPasswords: true } as const;
    await setBackend(parts, { backend, actor: ADMIN });
    await change('password two');
    expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    expect((await world.events()).slice(-2).map(({ type }) => type)).toEqual([
      'password-set',
      'app-password-revoked',
    ]);
  });

  it('is listed by name, even with app passwords only', async () => {
    await createAccount(
      parts,
      { account: 'c@a.tld', password: Buffer.from('password'), actor: ADMIN },
      call(),
    );
    await createAccount(parts, { account: 'a@a.tld', actor: ADMIN }, call());
    await createAccount(parts, { account: 'a@b.tld', actor: ADMIN }, call());
    await make({ account: 'b@a.tld' });
    await make({ account: 'c@a.tld' });
    const list = (after: string, limit: number) =>
      parts.store.listAccounts({ domain: 'a.tld', after, limit });
    expect(await list('', 10)).toEqual([
      { account: 'a@a.tld', passwordSetAt: undefined, appPasswords: 0 },
      { account: 'b@a.tld', passwordSetAt: undefined, appPasswords: 1 },
      { account: 'c@a.tld', passwordSetAt: START, appPasswords: 1 },
    ]);
    expect((await list('a@a.tld', 1)).map(({ account }) => account)).toEqual(['b@a.tld']);
  });
});

describe('with a ticket', () => {
  const wish = {
    label: 'tablet',
    services: ['EAS'],
    expiresAt: undefined,
    onOneFactor: false,
  } as const;
  const create = (ticket: Ticket, by = parts) => createOwnAppPassword(by, { ticket, wish });

  it('a person makes, lists and revokes their own, one call for each ticket', async () => {
    const ticket = aTicket();
    const replicas = [parts, await world.replica()];
    const twice = await Promise.allSettled(replicas.map((by) => create(ticket, by)));
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const listed = await listOwnAppPasswords(parts, { ticket: aTicket() });
    expect(listed).toMatchObject([{ account: LUCA, label: 'tablet', services: ['EAS'] }]);
    const list = listOwnAppPasswords(parts, { ticket });
    await expect(list).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const id = listed[0]?.id ?? '';
    const theirs = revokeOwnAppPasswords(parts, {
      ticket: aTicket({ account: 'anna@a.tld' }),
      ids: [id],
    });
    await expect(theirs).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await revokeOwnAppPasswords(parts, { ticket: aTicket(), ids: [id] });
    expect(await only()).toBeUndefined();
    const { frontEnd: certificate } = ticket;
    const person = { actor: { certificate, decision_id: expect.any(String) } };
    expect((await world.events()).map(({ data }) => data)).toMatchObject([person, person]);
  });

  it('one ticket revokes several, all of them or none', async () => {
    for (let i = 0; i < 3; i++) await make();
    const list = async () => {
      const listed = await listOwnAppPasswords(parts, { ticket: aTicket() });
      return listed.map(({ id }) => id);
    };
    const [first = '', second = '', third = ''] = await list();
    const ticket = aTicket();
    const end = (ids: string[]) => revokeOwnAppPasswords(parts, { ticket, ids });
    await expect(end([first, 'nobody’s'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await list()).toHaveLength(3);
    await end([first, second, first]);
    expect(await list()).toEqual([third]);
    await expect(end([third])).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('leaves the ticket usable if the call failed', async () => {
    for (let i = 0; i < 5; i++) await make();
    const ticket = aTicket();
    await expect(create(ticket)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    await revokeAppPassword(parts, { account: LUCA, id: (await only())?.id ?? '', actor: ADMIN });
    expect((await create(ticket)).appPassword.label).toBe('tablet');
  });

  it('a ticket from before a removal does nothing to the new account', async () => {
    const ticket = aTicket();
    const { secret } = await make();
    world.clock.advance(1000);
    await purgeAccount(parts, {
      account: LUCA,
      certificate: 'spiffe://gatepost/service/policy',
      actor: '',
    });
    expect(await verify(secret)).toEqual({ verdict: 'wrong' });
    await expect(create(ticket)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    world.clock.advance(1);
    expect((await create(aTicket())).appPassword.account).toBe(LUCA);
  });
});
