import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMessages } from '../../../libs/i18n/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner } from '../../../libs/web/index.js';
import { LongWorks } from '../core/long-work.js';
import type { RegisteredClient } from '../core/sign-in-client.js';
import { createApp } from './app.js';
import { createSealer } from './cookies.js';
import type { PageParts } from './parts.js';

const ring = keyRing([{ id: '1', key: Buffer.alloc(32, 1) }], systemRandom);
const signer = createSigner(ring);
const sealer = createSealer(ring, systemRandom);
const browser = 'b'.repeat(43);
const token = signer.formToken(browser);
const SECRET = 's'.repeat(43);
const HOST = 'https://signin.example';

const webmail: RegisteredClient = {
  ...{ id: 'webmail', name: 'Webmail', service: 'WebUI', domains: ['a.tld'], networks: [] },
  how: {
    ...{ kind: 'oidc', redirectUris: ['https://mail.a.tld/back'], postLogoutRedirectUris: [] },
    ...{ backchannelLogoutUri: '', isPublic: false, withoutPkce: false },
  },
  createdAt: 0,
};

let server: Server;
let origin = '';
/** Acts that were carried out. */
let ran: { ticket: string; act: unknown }[] = [];
let logged: unknown[] = [];
let registered: RegisteredClient[] = [];
/** What its removal ends. */
let ended: { count: number; more: boolean } | undefined;

beforeEach(async () => {
  [ran, logged, ended] = [[], [], { count: 0, more: false }];
  registered = [webmail, { ...webmail, id: 'console' }];
  server = createServer((...of) => app(...of)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const note = (...of: unknown[]) => void logged.push(of);
  const tokensOf = (role: string) => ({
    ...{ refreshToken: role, actTicket: 'act' },
    privileges: { ticket: 't', role, domain: role === 'operator' ? '*' : 'a.tld' },
  });
  const page = {
    origin: HOST,
    address: ({ state, act }: { state: string; act: string }) =>
      `${HOST}/openid/authorize?${new URLSearchParams({ state, act })}`,
    refresh: async (role: string) => tokensOf(role),
    redeem: async () => ({ ...tokensOf('operator'), account: 'opal@a.tld' }),
  };
  const app = createApp({
    ...{ origin, signer, sealer, timeZone: 'UTC', random: systemRandom },
    clock: { now: () => Date.parse('2026-11-29T12:00:00Z') },
    log: { error: note, warn: note, info: note, debug: note },
    translate: loadMessages('console'),
    addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
    asked: { take: () => true },
    works: new LongWorks({ now: () => 0, newId: systemRandom.id }),
    signInPages: { at: () => page, of: () => page },
    signInClients: {
      list: async () => registered,
      sessions: async () => ended,
    },
    policies: { list: async () => ({ items: [], next: '' }) },
    acts: {
      describe: () => 'what is done',
      async run(ticket: string, act: unknown) {
        ran.push({ ticket, act });
        return { n: 1, secret: SECRET };
      },
    },
  } as unknown as PageParts).callback();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The cookies of a browser in which an account of this role is signed in. */
function cookiesOf(role: string): string {
  const account = 'opal@a.tld';
  const session = { account, refreshToken: role, host: HOST };
  const sealed = sealer.seal('session', session, `${browser} 127.0.0.1`);
  return `gatepost-console-browser=${browser}; gatepost-console=${sealed}`;
}

function ask(path: string, cookie: string, form?: Record<string, string>): Promise<Response> {
  const body = form && new URLSearchParams({ token, ...form });
  const method = body === undefined ? 'GET' : 'POST';
  const headers = { cookie, origin };
  return fetch(`${origin}${path}`, {
    ...{ method, headers, redirect: 'manual' },
    ...(body && { body }),
  });
}

const GETS = ['/clients', '/clients.csv', '/clients/webmail', '/add-client'];
const FORMS = ['/add-client', '/clients/webmail/new-secret', '/clients/webmail/remove-client'];
const FILES = ['/domains.csv', '/templates.csv', '/templates/t/domains.csv'];
const client = {
  ...{ id: 'sogo', service: 'WebUI', way: 'host', domains: '*', reason: 'a new one' },
  addresses: 'https://sogo.a.tld',
};

it.each(['auditors', 'help-desk', 'full'])('no page of clients is for %s', async (role) => {
  for (const path of [...GETS, ...FORMS, ...FILES]) {
    expect((await ask(path, cookiesOf(role))).status, path).toBe(403);
  }
  for (const path of FORMS) {
    expect((await ask(path, cookiesOf(role), client)).status, path).toBe(403);
  }
});

it('an operator sees them, and each form leads to the sign-in page and does nothing by itself', async () => {
  for (const path of [...GETS, ...FORMS, ...FILES]) {
    expect((await ask(path, cookiesOf('operator'))).status, path).toBe(200);
  }
  for (const path of FORMS) {
    const answer = await ask(path, cookiesOf('operator'), client);
    expect(answer.headers.get('location'), path).toContain(`${HOST}/openid/authorize`);
  }
  expect(ran).toEqual([]);
});

it("the console's own registration is not changed here, and no client is overwritten", async () => {
  for (const what of ['new-secret', 'remove-client']) {
    const answer = await ask(`/clients/console/${what}`, cookiesOf('operator'), { reason: 'x' });
    expect(answer.status).toBe(403);
  }
  const again = await ask('/add-client', cookiesOf('operator'), { ...client, id: 'webmail' });
  expect(again.status).toBe(400);
  expect(await again.text()).toContain('There is a client of this id.');
});

it('removing a client says how many sessions end with it', async () => {
  const said = async () =>
    (await ask('/clients/webmail/remove-client', cookiesOf('operator'))).text();
  ended = { count: 12, more: false };
  expect(await said()).toContain('12 sessions end with it.');
  ended = { count: 10_000, more: true };
  expect(await said()).toContain('More than 10,000 sessions end with it.');
  ended = undefined;
  expect(await said()).toContain('How many sessions end with it cannot be said now');
  expect(
    await (await ask('/clients/webmail/new-secret', cookiesOf('operator'))).text(),
  ).not.toContain('sessions end');
});

it('a form without a reason, or with a mistake, says so and keeps what was typed', async () => {
  const typed = { ...client, domains: 'not_a_domain', reason: '' };
  const answer = await ask('/add-client', cookiesOf('operator'), typed);
  expect(answer.status).toBe(400);
  const text = await answer.text();
  expect(text).toContain('At least one domain, or *.');
  expect(text).toContain('Say why.');
  expect(text).toContain('not_a_domain');
});

/** Sends a form, gives the factors, and comes back. */
async function confirmed(path: string, form: Record<string, string>, meanwhile = () => {}) {
  const left = await ask(path, cookiesOf('operator'), form);
  const state = new URL(left.headers.get('location') ?? '').searchParams.get('state');
  const flow = left.headers.getSetCookie().find((each) => each.includes('flow')) ?? '';
  const cookie = `${cookiesOf('operator')}; ${flow.split(';')[0]}`;
  meanwhile();
  return { state, shown: await ask(`/signed-in?code=1&state=${state}`, cookie) };
}

it('nothing is overwritten that changed while the factors were given', async () => {
  const secret = '/clients/webmail/new-secret';
  const changed = { ...webmail, networks: ['192.0.2.0/24'] };
  const cases: [path: string, then: RegisteredClient[]][] = [
    ['/add-client', [webmail, { ...webmail, id: client.id }]],
    [secret, []],
    [secret, [changed]],
  ];
  for (const [path, then] of cases) {
    registered = [webmail];
    const { shown } = await confirmed(path, client, () => {
      registered = then;
    });
    expect(shown.status, path).toBe(409);
  }
  expect(ran).toEqual([]);
});

it('a new secret is shown once, and is in no log, cookie or address', async () => {
  const { state, shown } = await confirmed('/clients/webmail/new-secret', { reason: 'lost' });
  expect(shown.status).toBe(200);
  expect(shown.headers.get('cache-control')).toBe('no-store');
  const text = await shown.text();
  expect(text.split(SECRET)).toHaveLength(2);
  // No link leads to this page again, and nothing else carries the secret.
  expect(text).not.toContain('/signed-in');
  expect(JSON.stringify([...shown.headers])).not.toContain(SECRET);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
  expect(ran).toMatchObject([
    { ticket: 'act', act: { kind: 'put-client', newSecret: true, client: { id: 'webmail' } } },
  ]);
  // The browser no longer has the flow's cookie.
  expect(shown.headers.getSetCookie().join()).toMatch(/gatepost-console-flow=;/);
  const again = await ask(`/signed-in?code=1&state=${state}`, cookiesOf('operator'));
  expect(again.status).toBe(400);
  expect(await again.text()).not.toContain(SECRET);
  expect(ran).toHaveLength(1);
});
