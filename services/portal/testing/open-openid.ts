import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAllowance } from '../../../libs/allowance/index.js';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { loadMessages } from '../../../libs/i18n/index.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { type Database, migrate, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom as random } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { clientAddresses, createSigner } from '../../../libs/web/index.js';
import { type Site, siteOf } from '../core/site.js';
import { type Openid, openOpenid } from '../openid/openid.js';
import type { BrowserSession } from '../ports/browser-sessions.js';
import type { Client, OpenidClient } from '../ports/clients.js';
import { openOpenidStore } from '../storage/openid-store.js';

export const CALLBACK = 'https://webmail.example/callback';
export const VERIFIER = 'v'.repeat(43);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const SECRET = 's'.repeat(43);
const COOKIE = 'c'.repeat(43);
const LUCA = 'luca@a.tld';
const UNTIL = Date.now() + 3_600_000;
const SESSION_SECRET = 'the secret';

/** A client with the secret `secret`. */
export function clientOf(
  id: string,
  openid: Partial<OpenidClient> = {},
  secret: string = SECRET,
): Client {
  return {
    ...{ id, name: id, service: 'WebUI', domains: ['*'] },
    openid: {
      ...{ redirectUris: [CALLBACK], postLogoutRedirectUris: [], backchannelLogoutUri: undefined },
      ...{ isPublic: false, withoutPkce: false },
      secretHash: createHash('sha256').update(secret).digest(),
      ...openid,
    },
  };
}

const session: BrowserSession = {
  ...{ account: LUCA, client: 'webmail', service: 'WebUI', decisionId: 'd' },
  ...{ signedInAt: Date.now(), expiresAt: UNTIL, sessionSecret: SESSION_SECRET },
};

/** One replica of a host of the sign-in page. */
export interface Replica {
  readonly site: Site;
  /** Where this replica is reached. */
  readonly address: string;
  readonly openid: Openid;
}

/** OpenID Connect over a database, with the test in policy's place. Luca is signed in in every browser. */
export interface OpenidBench {
  /** The key that signs ID tokens. */
  readonly publicKey: KeyObject;
  /** How often a session was ended. */
  readonly ended: readonly string[];
  /** How many records of a kind are stored. */
  count(kind: string): Promise<number>;
  /** Opens a host of the sign-in page. */
  open(domains?: readonly string[]): Promise<Replica>;
  /** Opens another replica of a host. */
  another(of: Replica): Promise<Replica>;
  close(): Promise<void>;
}

/** Starts Postgres, and OpenID Connect for these clients. The caller closes it. */
export async function openOpenidBench(clients: readonly Client[]): Promise<OpenidBench> {
  const postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['portal']);
  const address = database.address('portal');
  const dir = join(packageRoot, 'services/portal/storage/migrations');
  await migrate({ address, schema: 'portal', dir, log });
  const db = openDatabase({ ...address, log });
  const servers: Server[] = [];
  const ended: string[] = [];
  const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], random);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' };
  const shared = { db, ring, clients, ended, jwk };
  const serve = async (siteAt: (origin: string) => Site): Promise<Replica> => {
    let replica: Replica | undefined;
    const server = createServer((request, response) =>
      replica?.openid.handle(replica.site, request, response),
    ).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const site = siteAt(origin);
    replica = { site, address: origin, openid: await openReplica(site, shared) };
    return replica;
  };
  return {
    ...{ publicKey, ended },
    async count(kind) {
      const { rows } = await db.query('SELECT FROM openid WHERE kind = $1', [kind]);
      return rows.length;
    },
    open: (domains = ['*']) => serve((url) => siteOf({ url, domains })),
    another: ({ site }) => serve(() => site),
    async close() {
      for (const server of servers) server.close().closeAllConnections();
      await db.close();
      await postgres.stop();
    },
  };
}

let tokens = 0;

function openReplica(
  site: Site,
  shared: {
    db: Database;
    ring: ReturnType<typeof keyRing>;
    clients: readonly Client[];
    ended: string[];
    jwk: Readonly<Record<string, unknown>>;
  },
): Promise<Openid> {
  const { db, ring, clients, ended, jwk } = shared;
  const clock = { now: () => Date.now() };
  return openOpenid({
    sites: [site],
    pages: {
      ...{ sites: [site], name: 'Mail', timeZone: 'UTC', clock, random },
      signer: createSigner(ring),
      ...{
        addresses: clientAddresses({ 'trusted-proxies': [], nat64: [] }),
        translate: loadMessages('portal'),
      },
      brandingOf: async () => undefined,
    },
    storeOf: ({ origin }) =>
      openOpenidStore({ ...{ db, ring, random, clock }, issuer: origin, begunPerAddress: 1_000 }),
    begun: createAllowance(clock.now, { atOnce: 1_000, perSecond: 1, clients: 10 }),
    clock,
    clients: (wanted) => clients.find(({ id }) => id === wanted),
    sessions: {
      mailToken: async () => {
        tokens += 1;
        return {
          token: `mail-token-${tokens}`,
          expiresAt: clock.now() + 300_000,
          until: UNTIL,
        };
      },
      check: async () => ({ account: LUCA, client: 'webmail', sessionId: 'i', until: UNTIL }),
      end: async (secret: string) => void ended.push(secret),
    } as never,
    browsers: { find: async () => session, end: async () => [] } as never,
    subjects: { of: async (account) => account, accountOf: async (subject) => subject },
    logouts: { signedOut: async () => undefined } as never,
    signingKeys: { current: async () => [{ kid: 'k', jwk }] },
    cookieKey: 'the same everywhere',
    log: log as never,
    signInPage: ({ uid }) => `/sign-in?uid=${uid}`,
  });
}

export type Change = Readonly<Record<string, string | undefined>>;

/** A request of webmail, with changes. */
export function authorizeUrl({ address }: Replica, change: Change = {}): string {
  const wanted: Change = {
    ...{ client_id: 'webmail', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', ...change },
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return `${address}/openid/authorize?${new URLSearchParams(given as [string, string][])}`;
}

/** Gets pages as a browser that keeps cookies and follows nothing. */
export function openCookieJar(): (url: string) => Promise<Response> {
  const cookies = new Map([['gatepost-session', COOKIE]]);
  return async (url) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
}

/** Sends a browser that is signed in to a client's request and back. Returns the last answer. */
export async function goThrough(replica: Replica, change: Change = {}): Promise<Response> {
  const { site, openid } = replica;
  const get = openCookieJar();
  const first = await get(authorizeUrl(replica, change));
  const uid = first.headers.get('location')?.replace('/sign-in?uid=', '') ?? '';
  const client = change.client_id ?? 'webmail';
  const flow = { kind: 'openid', client, uid, browser: '' } as const;
  const arrival = { account: LUCA, sessionSecret: SESSION_SECRET, sessionUntil: UNTIL };
  const on = await openid.arrive(site, { ...arrival, flow });
  return get(on?.href ?? 'http://127.0.0.1:1/');
}

/** The authorization code in the redirect of an answer; empty if it has none. */
export const codeOf = (answer: Response) =>
  new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';

export interface Told {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  readonly body: any;
}

/** Posts a form of a client to `/openid/…`. */
export async function post(
  { address }: Replica,
  path: string,
  form: Change,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const given = Object.entries(form).filter(([, value]) => value !== undefined);
  const body = new URLSearchParams(given as [string, string][]);
  const answer = await fetch(`${address}/openid/${path}`, { method: 'POST', body, headers });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

/** Redeems a code of webmail, with changes. */
export function redeem(
  replica: Replica,
  code: string,
  change: Change = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const form = {
    ...{ grant_type: 'authorization_code', code, redirect_uri: CALLBACK },
    ...{ client_id: 'webmail', client_secret: SECRET, code_verifier: VERIFIER },
  };
  return post(replica, 'token', { ...form, ...change }, headers);
}
