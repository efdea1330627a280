import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAllowance } from '../../../libs/allowance/index.js';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { loadMessages } from '../../../libs/i18n/index.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, migrate, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom as random } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner } from '../../../libs/web/index.js';
import { type Site, siteOf } from '../core/site.js';
import type { BrowserSession } from '../ports/browser-sessions.js';
import type { Client } from '../ports/clients.js';
import { openOpenidStore } from '../storage/openid-store.js';
import { type Openid, openOpenid } from './openid.js';

const CALLBACK = 'https://webmail.example/callback';
const VERIFIER = 'v'.repeat(43);
const COOKIE = 'c'.repeat(43);
const LUCA = 'luca@a.tld';
const UNTIL = Date.now() + 3_600_000;

const SECRET = 's'.repeat(43);
const client: Client = {
  ...{ id: 'webmail', name: 'Webmail', service: 'WebUI', domains: ['*'] },
  openid: {
    ...{ redirectUris: [CALLBACK], postLogoutRedirectUris: [], backchannelLogoutUri: undefined },
    ...{ isPublic: false, withoutPkce: false },
    secretHash: createHash('sha256').update(SECRET).digest(),
  },
};
const session: BrowserSession = {
  ...{ account: LUCA, client: 'webmail', service: 'WebUI', decisionId: 'd' },
  ...{ signedInAt: Date.now(), expiresAt: UNTIL, sessionSecret: 'the secret' },
};

let postgres: TestPostgres;
let db: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['portal']);
  const address = database.address('portal');
  const dir = join(packageRoot, 'services/portal/storage/migrations');
  await migrate({ address, schema: 'portal', dir, log });
  db = openDatabase({ ...address, log });
});
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await db?.close();
  await postgres?.stop();
});

const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], random);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' };
const signer = createSigner(ring);

interface Host {
  readonly site: Site;
  readonly openid: Openid;
}

/** Opens a host of the sign-in page. All hosts share one database. */
async function openHost(domains = ['*']): Promise<Host> {
  let host: Host | undefined;
  const server = createServer((request, response) =>
    host?.openid.handle(host.site, request, response),
  ).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const site = siteOf({ url: `http://127.0.0.1:${port}`, domains });
  const clock = { now: () => Date.now() };
  let tokens = 0;
  const openid = await openOpenid({
    sites: [site],
    pages: {
      ...{ sites: [site], name: 'Mail', timeZone: 'UTC', clock, random, signer },
      ...{
        addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
        translate: loadMessages('portal'),
      },
      brandingOf: async () => undefined,
    },
    storeOf: ({ origin }) =>
      openOpenidStore({ ...{ db, ring, random, clock }, issuer: origin, begunPerAddress: 100 }),
    begun: createAllowance(clock.now, { atOnce: 100, perSecond: 1, clients: 10 }),
    clock,
    clients: (id) => (id === 'webmail' ? client : undefined),
    sessions: {
      mailToken: async () => {
        tokens += 1;
        return {
          token: `token ${tokens} of ${port}`,
          expiresAt: clock.now() + 300_000,
          until: UNTIL,
        };
      },
      check: async () => ({ account: LUCA, client: 'webmail', sessionId: 'i', until: UNTIL }),
      end: async () => undefined,
    } as never,
    browsers: { find: async () => session, end: async () => [] } as never,
    subjects: { of: async (account) => account, accountOf: async (subject) => subject },
    logouts: { signedOut: async () => undefined } as never,
    signingKeys: { current: async () => [{ kid: 'k', jwk }] },
    cookieKey: 'the same everywhere',
    log: log as never,
    signInPage: ({ uid }) => `/sign-in?uid=${uid}`,
  });
  host = { site, openid };
  return host;
}

/** Sends a browser that is signed in to a client's request and back. Returns the last answer. */
async function goThrough({ site, openid }: Host, change = {}): Promise<Response> {
  const query = new URLSearchParams({
    ...{ client_id: 'webmail', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    ...{ code_challenge_method: 'S256', ...change },
  });
  const cookies = new Map([['gatepost-session', COOKIE]]);
  const get = async (url: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const first = await get(`${site.origin}/openid/authorize?${query}`);
  const uid = first.headers.get('location')?.replace('/sign-in?uid=', '') ?? '';
  const flow = { kind: 'openid', client: 'webmail', uid, browser: '' } as const;
  const arrival = { account: LUCA, sessionSecret: 'the secret', sessionUntil: UNTIL };
  const on = await openid.arrive(site, { ...arrival, flow });
  return get(on?.href ?? 'http://127.0.0.1:1/');
}

const codeOf = (answer: Response) =>
  new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';

async function redeem({ site }: Host, code: string): Promise<number> {
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: CALLBACK },
    ...{ client_id: 'webmail', client_secret: SECRET, code_verifier: VERIFIER },
  });
  return (await fetch(`${site.origin}/openid/token`, { method: 'POST', body })).status;
}

it('a code of one host is refused at another, and still works at its own', async () => {
  const [here, there] = [await openHost(), await openHost()];
  const code = codeOf(await goThrough(here));
  expect(await redeem(there, code)).toBe(400);
  expect(await redeem(here, code)).toBe(200);
});

it('a cookie of another host signs nobody in', async () => {
  const host = await openHost(['b.tld']);
  const answer = await goThrough(host);
  expect(answer.headers.get('location')).toMatch(/^\/sign-in\?uid=/);
});

it('allows a posted answer to go only to the client', async () => {
  const host = await openHost();
  const answer = await goThrough(host, { response_mode: 'form_post' });
  expect(await answer.text()).toContain(`action="${CALLBACK}"`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain('form-action https://webmail.example');
  expect(policy).not.toContain("form-action 'self'");
  expect(policy).not.toContain('unsafe');
});
