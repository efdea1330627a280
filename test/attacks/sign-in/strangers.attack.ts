import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { pagesPort } from '../../../cli/up/installation/ports.js';
import { authorizeUrl, type RegisteredClient, register } from '../../browser/openid-client.js';
import { type BrowserStage, openBrowserStage } from '../../browser/stage.js';
import { asAdministrator } from '../../suite/databases.js';
import { openByHand } from './browser-by-hand.js';

const PER_ADDRESS = 30;
const REPLICAS = 2;

let stage: BrowserStage;
let webmail: RegisteredClient;
beforeAll(async () => {
  stage = await openBrowserStage((origin) => ({
    own: { portal: { hosts: [{ url: origin }], openid: { 'begun-per-address': PER_ADDRESS } } },
  }));
  webmail = await register(stage, 'webmail');
});
afterAll(() => stage?.close());

const rowsBegun = () =>
  asAdministrator(inject('sharedRun'), stage.suite.database, async (client) => {
    const { rows } = await client.query(
      'SELECT count(*)::int AS n FROM portal.openid WHERE begun_by IS NOT NULL',
    );
    return rows[0].n as number;
  });

const begin = async (change = {}): Promise<string> => {
  const path = authorizeUrl(stage, webmail, change).slice(stage.origin.length);
  return (await openByHand(stage.origin).get(path)).location;
};

it('who begins sign-ins and ends none has a share of rows, and of work', async () => {
  const led: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    led.push(...(await Promise.all(Array.from({ length: 10 }, () => begin()))));
  }
  const taken = led.filter((location) => location.includes('/sign-in?flow='));
  const refused = led.filter((location) => location.includes('error=temporarily_unavailable'));
  expect(taken.length + refused.length).toBe(200);
  expect(taken.length).toBeLessThanOrEqual(REPLICAS * PER_ADDRESS);
  expect(await rowsBegun()).toBeLessThanOrEqual(PER_ADDRESS);
  // As much as a quarter of ten minutes gives back.
  stage.suite.clock.advance(150_000);
  expect(await begin()).toContain('/sign-in?flow=');
});

it('what is begun is small, or is not begun', async () => {
  stage.suite.clock.advance(600_000);
  const before = await rowsBegun();
  const long = await begin({ state: 'x'.repeat(7_000) });
  expect(long).toContain('error=invalid_request');
  expect(await rowsBegun()).toBeLessThanOrEqual(before);
});

it('who only asks to sign out is asked, by a page that posts nothing by itself, within the same share', async () => {
  stage.suite.clock.advance(600_000);
  const path = '/openid/sign-out?client_id=webmail';
  const browser = openByHand(stage.origin);
  const { status, body } = await browser.get(path);
  expect(status).toBe(200);
  expect(body).toContain('name="logout"');
  expect(body).not.toMatch(/<script>|\.submit\(/);
  for (let n = 0; n < 3 * PER_ADDRESS; n += 1) await openByHand(stage.origin).get(path);
  expect(await rowsBegun()).toBeLessThanOrEqual(PER_ADDRESS);
  expect((await openByHand(stage.origin).get(path)).status).toBe(400);
});

/** Octets as they are; what came back, until the other side was done or had nothing more to say. */
async function say(port: number, octets: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let said = '';
  socket.on('data', (part) => {
    said += part;
  });
  socket.on('error', () => undefined);
  socket.end(Buffer.from(octets, 'latin1'));
  await once(socket, 'close');
  return said;
}

it('odd requests are each answered, and end no process', async () => {
  const [replica] = stage.suite.installation.plan.replicas.filter((r) => r.service === 'portal');
  const port = pagesPort(replica?.port ?? 0);
  const { host } = new URL(stage.origin);
  const head = (line: string, more = '') =>
    `${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`;
  const form = (path: string, body: string, type = 'application/x-www-form-urlencoded') =>
    head(
      `POST ${path}`,
      `Origin: ${stage.origin}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n`,
    ) + body;
  const odd = [
    ...['/%', '/%ff%fe', '/sign-in/%E0%A4%A', '/brand/%00/logo.png', '//', '/sign-in?flow=%', '*'],
    ...[
      '/openid/authorize/%',
      '/openid/authorize?client_id[]=x',
      '/openid/authorize?client_id=a&client_id=b',
    ],
    ...[
      '/sign-in?flow=1.e30.',
      '/?granted=1.bnVsbA.',
      '/saml/%2e%2e/acs',
      '/forward?client=__proto__',
    ],
    ...['/signed-out?client=constructor', '/openid/sign-out?id_token_hint=a.b.c', '/openid/jwks/x'],
  ].map((path) => head(`GET ${path}`));
  odd.push(
    ...['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'HEAD'].map((m) => head(`${m} /sign-in`)),
    head('GET /sign-in', `Cookie: ${'gatepost-browser=%;'.repeat(300)}\r\n`),
    head('GET /sign-in', `Accept-Language: ${'a,'.repeat(3000)}\r\n`),
    head('GET /sign-in', `User-Agent: \xff\xfe${'\xc3'.repeat(600)}\r\n`),
    head('GET /sign-in', 'X-Forwarded-For: ,,;"\r\nX-Forwarded-For: [::\r\n'),
    form('/openid/token', 'grant_type=authorization_code&code=__proto__&client_id=__proto__'),
    form('/openid/token', '{"a":1}', 'application/json'),
    form('/openid/token', 'a', 'text/plain; charset=x-none'),
    form('/openid/introspect', 'token=%ff&client_id=webmail&client_secret=%00'),
    form('/openid/sign-out/confirm', 'xsrf[a]=1'),
    form('/sign-in', 'token[x]=1&__proto__[a]=1&account[]=a', 'application/x-www-form-urlencoded'),
    form('/sign-in', '\x00\xff%', 'multipart/form-data; boundary=x'),
    form('/saml/w.tld/acs', 'SAMLResponse[]=x&RelayState=%00'),
    'GET / HTTP/9.9\r\n\r\n',
    `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  );
  for (const octets of odd) {
    const [, status = ''] = /^HTTP\/1\.1 (\d{3})/.exec(await say(port, octets)) ?? [];
    expect(Number(status), octets.slice(0, 120)).toBeGreaterThanOrEqual(200);
    expect(Number(status), octets.slice(0, 120)).toBeLessThan(500);
    expect(await say(port, head('GET /sign-in'))).toContain('200 OK');
  }
});
