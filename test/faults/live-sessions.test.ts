import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimPort } from '../../libs/testing/claim-ports.js';
import { until } from '../../libs/testing/until.js';
import { setUp } from '../stories/play.js';
import type { Login, Story } from '../stories/read-story.js';
import type { ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

// Sessions end with the trust that carried them, whichever replica ends it, and whichever process is dead at that
// moment. Here the test plays doveadm; test/front-ends/live-sessions.peer.ts uses a real Dovecot.

const PEOPLE = Array.from({ length: 24 }, (_, n) => ({
  account: `u${n}@a.tld`,
  ip: `192.0.2.${n + 1}`,
}));
/** The account that uses a browser. */
const ANNA = 'anna@a.tld';
type Person = (typeof PEOPLE)[number];

const story: Story = {
  name: 'sessions that end',
  file: 'live-sessions.test.ts',
  policies: [
    {
      domain: 'a.tld',
      rules: [
        { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
        { name: 'web', services: ['WebUI'], require: 'password + otp' },
        { name: 'app', services: ['DesktopApp'], require: 'password' },
      ],
      trust: {
        ip: { default: '1h', max: '2h', 'per-account': 3, 'ipv6-prefix': 64 },
        session: { default: '8h', max: '8h', 'per-account': 20 },
      },
    },
  ],
  people: Object.fromEntries(
    PEOPLE.map(({ account }) => [
      account,
      { password: true, otp: true, recovery: false, saml: false, 'app-passwords': {} },
    ]),
  ),
  logins: [],
  refused: [],
  accepted: [],
};

const dir = mkdtempSync(join(tmpdir(), 'gatepost-kicks-'));
/** Masks of the sessions that were ended, and the number of next requests that fail. */
const doveadm = { kicked: [] as string[], failing: 0 };
const secret = randomBytes(24).toString('hex');
let server: Server;
let suite: Suite;
let webPort: number;
let admins: ProtoClient[];
beforeAll(async () => {
  server = await listen();
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(dir, 'api-key'), 'a key of doveadm\n', { mode: 0o600 });
  writeFileSync(join(dir, 'secret'), secret, { mode: 0o600 });
  webPort = await claimPort();
  suite = await startSuite({
    replicas: { 'trust-store': 2 },
    againAfterMs: 100,
    edge: {
      listeners: [
        {
          ...{ protocol: 'forward-auth', name: 'web', listen: `127.0.0.1:${webPort}` },
          ...{ domains: ['*'], services: ['DesktopApp'], 'trusted-proxies': ['127.0.0.1/32'] },
          ...{ 'secret-file': join(dir, 'secret'), sessions: true },
        },
      ],
      doveadm: [
        {
          name: 'dovecot',
          url: `http://127.0.0.1:${port}/doveadm/v1`,
          'api-key-file': join(dir, 'api-key'),
          domains: ['*'],
        },
      ],
    },
  });
  const admin = suite.client('admin', 'operator');
  const frontEnd = suite.client('front-end', 'mail');
  const play = await setUp(story, { admin, frontEnd, clock: suite.clock });
  for (const { account, ip } of PEOPLE) {
    const answer = await play.login({
      ...{ id: account, account, service: 'WebUI', ip, present: ['password', 'otp'] },
      remember: { ip: '1h' },
    } as unknown as Login);
    expect(answer.grants).toMatchObject([{ refused: '' }]);
  }
  const position = join(suite.installation.layout.edge, 'edge-1', 'doveadm-dovecot.position');
  await until('edge hears of ended trust', () => existsSync(position));
  admins = [1, 2].map((n) => suite.clientOf(`trust-store-${n}`, 'admin', 'operator'));
});
afterAll(async () => {
  await suite?.close();
  server?.close();
  rmSync(dir, { recursive: true });
});

/** The part of doveadm's HTTP API that edge uses. */
async function listen(): Promise<Server> {
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (doveadm.failing > 0) {
      doveadm.failing -= 1;
      response.writeHead(500).end();
      return;
    }
    const [[, { mask }]] = JSON.parse(body) as [[string, { mask: string[] }]];
    doveadm.kicked.push(mask.join(' '));
    response.end('[["doveadmResponse",[],"gatepost"]]');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return http;
}

async function revoke({ account, ip }: Person, replica: 1 | 2): Promise<void> {
  const request = { account, client_ip: ip, actor: { comment: 'lost phone' } };
  const method = 'gatepost.truststore.v1.TrustAdminService/RevokeTrust';
  await admins[replica - 1]?.call(method, request);
}

const kicksOf = (people: readonly Person[]) =>
  people.map(({ account, ip }) => `${account} ${ip}/32`).sort();
/** The accounts whose sessions were ended at least once, except the account in a browser. */
const kicked = () => [...new Set(doveadm.kicked)].filter((mask) => !mask.includes(ANNA)).sort();
const kickedOf = (people: readonly Person[]) => {
  const kicks = kicksOf(people);
  return kicked().filter((mask) => kicks.includes(mask));
};
const ended = (people: readonly Person[]) =>
  until('their sessions have ended', () => expect(kickedOf(people)).toEqual(kicksOf(people)));

it('of two replicas that end trust at once, none is missed, nor when doveadm fails', async () => {
  const those = PEOPLE.slice(0, 12);
  doveadm.failing = 3;
  await Promise.all(those.map((person, n) => revoke(person, n % 2 === 0 ? 1 : 2)));
  await ended(those);
  expect(kicked()).toEqual(kicksOf(those));
});

it('while one replica after the other is killed, none is missed', async () => {
  const those = PEOPLE.slice(12, 16);
  for (const [n, person] of those.entries()) {
    const [alive, dying] = n % 2 === 0 ? ([1, 2] as const) : ([2, 1] as const);
    await suite.kill(`trust-store-${dying}`);
    await revoke(person, alive);
    await suite.serving();
  }
  await ended(those);
});

/** Signs a person's browser in. edge keeps its session. */
async function signInAtEdge(account: string) {
  const password = randomBytes(9).toString('base64url');
  const admin = suite.client('admin', 'operator');
  await admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', {
    ...{ account, password: Buffer.from(password) },
  });
  const ask = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${webPort}/DesktopApp`, {
      headers: { 'x-gatepost-secret': secret, 'x-forwarded-for': '203.0.113.9', ...headers },
    });
  const basic = Buffer.from(`${account}:${password}`).toString('base64');
  const answer = await ask({ authorization: `Basic ${basic}` });
  expect(answer.status).toBe(200);
  const [cookie = ''] = answer.headers.get('set-cookie')?.split(';') ?? [];
  return { status: async () => (await ask({ cookie })).status };
}

/** Whether edge receives ends of sessions. Only then may it rely on its cache. */
async function isFollowing(): Promise<boolean> {
  const edge = suite.installation.plan.replicas.find(({ service }) => service === 'edge');
  const text = await (await fetch(`http://127.0.0.1:${edge?.metricsPort}/metrics`)).text();
  return /^gatepost_edge_sessions_followed(\{[^}]*\})? 1$/m.test(text);
}

it('a browser’s session ends at edge whichever trust-store is left, and is not believed without one', async () => {
  const browser = await signInAtEdge(ANNA);
  const revokeAt = (replica: 1 | 2) =>
    admins[replica - 1]?.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
      ...{ account: ANNA, actor: { comment: 'lost laptop' } },
    });
  await until('edge hears of endings', isFollowing);
  expect(await browser.status()).toBe(200);
  const goOn = [suite.stop('trust-store-1'), suite.stop('trust-store-2')];
  await until('nobody tells whether it is valid', async () => (await browser.status()) === 503);
  for (const each of goOn) each();
  await until('it can be asked', async () => (await browser.status()) === 200);
  await Promise.all([suite.kill('trust-store-1'), suite.kill('trust-store-2')]);
  expect(await browser.status()).toBe(503);
  await suite.serving();
  await until('edge hears of endings again', isFollowing);
  expect(await browser.status()).toBe(200);
  await suite.kill('trust-store-1');
  await revokeAt(2);
  await until('it ends', async () => (await browser.status()) === 401);
  await suite.serving();
});

it('what is revoked and what runs out while edge is dead ends when it is back, at whichever replica is left', async () => {
  // A stopped process receives nothing. It is killed before it continues.
  suite.stop('edge-1');
  await revoke(PEOPLE[16] as Person, 1);
  await revoke(PEOPLE[17] as Person, 2);
  suite.clock.advance(3_700_000);
  await suite.end('trust-store-1');
  expect(kickedOf(PEOPLE.slice(16))).toEqual([]);
  await suite.kill('edge-1');
  await ended(PEOPLE);
});
