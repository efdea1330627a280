import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forwardAuthPort } from '../../cli/up/installation/ports.js';
import { AuthorizationService as ExtAuthz } from '../../libs/gen/envoy/service/auth/v3/external_auth.js';
import { connect, openTls, type Peer } from '../../libs/grpc/index.js';
import { createLog } from '../../libs/log/index.js';
import { until } from '../../libs/testing/until.js';
import { applySet } from '../stories/apply-set.js';
import { setUp } from '../stories/play.js';
import type { ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const ACCOUNT = 'luca@a.tld';
const PASSWORD = 'correct horse';
const OFFICE = '203.0.113.5';
const ABROAD = '198.51.100.7';
const DOCUMENT = {
  domain: 'a.tld',
  networks: { office: ['203.0.113.0/24'] },
  rules: [
    { name: 'office', from: ['office'], services: ['Dav', 'WebUI'], require: 'password' },
    { name: 'web', services: ['WebUI'], require: ['password + otp'] },
  ],
  trust: { session: { default: '8h', max: '24h', 'per-account': 20 } },
};

let suite: Suite;
let admin: ProtoClient;
let auditor: ProtoClient;
let envoy: Peer;
let secret: string;

beforeAll(async () => {
  suite = await startSuite({ processes: true });
  admin = suite.client('admin', 'operator');
  auditor = suite.client('auditor', 'auditor');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const frontEnd = suite.client('front-end', 'mail');
  await setUp({ ...story, policies: [DOCUMENT] as never }, { frontEnd, admin, clock: suite.clock });
  await admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', {
    account: ACCOUNT,
    password: Buffer.from(PASSWORD),
  });
  const { installation } = suite;
  secret = readFileSync(installation.secrets.forwardAuthSecret, 'utf8').trimEnd();
  const log = createLog({ service: 'test', level: 'silent' });
  envoy = connect({
    targets: [`127.0.0.1:${edgePort()}`],
    tls: await openTls({ files: installation.tlsOf('front-end', 'mail'), log }),
    expect: 'spiffe://gatepost/service/edge',
  });
});
afterAll(async () => {
  envoy?.close();
  await suite?.close();
});

function edgePort(): number {
  return suite.installation.plan.replicas.find(({ name }) => name === 'edge-1')?.port ?? 0;
}

const basic = (password = PASSWORD) =>
  `Basic ${Buffer.from(`${ACCOUNT}:${password}`).toString('base64')}`;

function forwardAuth(
  service: string,
  headers: Record<string, string>,
  localAddress = '127.0.0.1',
): Promise<IncomingMessage> {
  const port = forwardAuthPort(edgePort());
  const said = { 'X-Gatepost-Secret': secret, ...headers };
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path: `/${service}`, headers: said, localAddress })
      .once('response', (response) => resolve(response.resume()))
      .once('error', reject)
      .end();
  });
}

it('a request is decided by the domain’s own rules, at the address it came from', async () => {
  const status = async (service: string, from: string, authorization = basic()) =>
    (await forwardAuth(service, { 'X-Forwarded-For': from, authorization })).statusCode;
  expect(await status('Dav', OFFICE)).toBe(200);
  expect(await status('Dav', OFFICE, basic('wrong'))).toBe(401);
  expect(await status('Dav', ABROAD)).toBe(403);
  expect(await status('EAS', OFFICE)).toBe(403);
  expect(await status('Dav', `${OFFICE}, ${ABROAD}`)).toBe(403);
});

const FROM_OFFICE = { 'X-Forwarded-For': OFFICE };

/** Signs in to the webmail. Returns the browser's cookie. */
async function signIn(password = PASSWORD): Promise<{ cookie: string }> {
  const first = await forwardAuth('WebUI', { ...FROM_OFFICE, authorization: basic(password) });
  const [cookie = ''] = first.headers['set-cookie'] ?? [];
  expect(first.statusCode).toBe(200);
  return { cookie: cookie.split(';')[0] ?? '' };
}
const withCookie = (cookie: { cookie: string }) =>
  forwardAuth('WebUI', { ...FROM_OFFICE, ...cookie });
const apply = (document: object) => applySet(admin, [document] as never);

it('a web session is accepted again without another decision', async () => {
  const again = await withCookie(await signIn());
  expect(again.statusCode).toBe(200);
  expect(again.headers['x-gatepost-account']).toBe(ACCOUNT);
});

it.each<[string, (cookie: { cookie: string }) => Promise<unknown>]>([
  [
    'the person signs out',
    (cookie) => forwardAuth('.gatepost/logout', { ...FROM_OFFICE, ...cookie }),
  ],
  [
    'its password is set',
    () =>
      admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
        account: ACCOUNT,
        password: Buffer.from(PASSWORD),
      }),
  ],
  [
    'its domain denies everybody',
    () => apply({ ...DOCUMENT, rules: [{ name: 'nobody', deny: 'Closed.' }] }),
  ],
])('a session of the web ends when %s', async (_, end) => {
  const cookie = await signIn();
  expect((await withCookie(cookie)).statusCode).toBe(200);
  await end(cookie);
  await until('it has ended', async () => expect((await withCookie(cookie)).statusCode).toBe(401));
  await apply(DOCUMENT);
});

it('a web session ends with the account, and does not pass to a new account of that name', async () => {
  const cookie = await signIn();
  await admin.call('gatepost.policy.v1.AccountAdminService/RemoveAccount', { account: ACCOUNT });
  const ended = async () => expect((await withCookie(cookie)).statusCode).toBe(401);
  await until('it has ended', ended);
  await until('the account is gone', () =>
    admin.call('gatepost.credential.v1.CredentialAdminService/CreateAccount', {
      account: ACCOUNT,
      password: Buffer.from(PASSWORD),
    }),
  );
  expect((await withCookie(await signIn())).statusCode).toBe(200);
  await ended();
});

it('a claimed address is refused, and the record has it', async () => {
  const claim = { 'X-Forwarded-For': OFFICE, authorization: basic() };
  expect((await forwardAuth('Dav', claim, '127.0.0.66')).statusCode).toBe(403);
  await until('the record has it', async () => {
    const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', {
      filter: { type: 'gatepost.edge.address-claimed.v1' },
      page: { size: 10 },
    });
    const [event] = events.map((each: { event: Buffer }) => JSON.parse(`${each.event}`));
    expect(event).toMatchObject({
      source: '/gatepost/edge',
      data: { listener: 'forward-auth', peer_ip: '127.0.0.66', claimed_ip: OFFICE },
    });
  });
});

function check(service: string, source: string, headers: Record<string, string>) {
  const peer = {
    address: {
      address: {
        $case: 'socketAddress' as const,
        value: { address: source, portSpecifier: { $case: 'portValue' as const, value: 4711 } },
      },
    },
    ...{ service: '', labels: {}, principal: '', certificate: '' },
  };
  const http = {
    ...{ id: '1', method: 'GET', headers, path: '/dav/', host: 'mail.a.tld', scheme: 'https' },
    ...{
      query: '',
      fragment: '',
      size: 0n,
      protocol: 'HTTP/2',
      body: '',
      rawBody: Buffer.alloc(0),
    },
    headerMap: undefined,
  };
  const attributes = {
    ...{ source: peer, destination: undefined, request: { http } },
    contextExtensions: { service },
  };
  return envoy.unary(ExtAuthz.check, { attributes }, { deadlineMs: 60_000, waitForReady: true });
}

it('Envoy is told what to let in, and what to answer otherwise', async () => {
  const credentials = { authorization: basic() };
  const ok = await check('Dav', OFFICE, credentials);
  expect(ok).toMatchObject({ status: { code: 0 }, httpResponse: { $case: 'okResponse' } });
  const own = { ...credentials, 'x-forwarded-for': `${OFFICE}, ${ABROAD}` };
  expect(await check('Dav', ABROAD, own)).toMatchObject({
    status: { code: 7 },
    httpResponse: { $case: 'deniedResponse', value: { status: { code: 403 } } },
  });
  expect(await check('WebUI', OFFICE, {})).toMatchObject({
    httpResponse: { value: { status: { code: 401 } } },
  });
  expect(await check('', OFFICE, credentials)).toMatchObject({
    httpResponse: { value: { status: { code: 503 } } },
  });
});

it('lets nobody in if policy cannot be asked', async () => {
  await suite.end('policy-1');
  const headers = { 'X-Forwarded-For': OFFICE, authorization: basic() };
  expect((await forwardAuth('Dav', headers)).statusCode).toBe(503);
  expect(await check('Dav', OFFICE, { authorization: basic() })).toMatchObject({
    httpResponse: { value: { status: { code: 503 } } },
  });
});
