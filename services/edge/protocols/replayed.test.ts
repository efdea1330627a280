import { afterEach, expect, it } from 'vitest';
import { UNDECIDED } from '../core/outcome.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
afterEach(() => listener?.close());

const lines = (...all: string[]) => Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1');

/** What Zimbra's HostedAuth writes, with Apache's HttpClient 4.5 under it. */
const zimbra = (password: string, protocol = 'imap') =>
  lines(
    `GET /auth/${SECRET} HTTP/1.1`,
    'Client-IP: 203.0.113.20',
    'X-ZIMBRA-REMOTE-ADDR: 203.0.113.20',
    'Auth-User: luca@a.tld',
    `Auth-Pass: ${password}`,
    `Auth-Protocol: ${protocol}`,
    'Auth-User-Agent: ZimbraWebClient - GC120 (Linux)/8.8.15_GA_4508',
    'Host: 127.0.0.1:7250',
    'Connection: close',
    'User-Agent: Apache-HttpClient/4.5.8 (Java/13.0.1)',
    'Accept-Encoding: gzip,deflate',
  );

it('Zimbra: nothing escaped, latin1 on the way, only 200 with OK lets in', async () => {
  listener = await openListener({ protocol: 'zimbra' });
  const password = 'p%41+ä ß';
  const answer = readAnswer(await exchange(listener.port, zimbra(password)));
  expect(answer).toMatchObject({ status: 200, headers: { 'auth-status': 'OK' } });
  expect(listener.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Imap',
      proof: { kind: 'password', bytes: Buffer.from(password) },
      address: { client: '203.0.113.20', source: 'auth-hook' },
    },
  ]);
  const status = async (bytes: Buffer) => readAnswer(await exchange(listener.port, bytes)).status;
  expect(await status(zimbra('x', 'gopher'))).toBe(400);
  listener.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
  expect(await status(zimbra('x'))).toBe(403);
  listener.answer(UNDECIDED);
  expect(await status(zimbra('x'))).toBe(503);
  const guessed = Buffer.from(zimbra('x').toString().replace(SECRET, 'guessed'));
  expect(await status(guessed)).toBe(403);
  expect(listener.attempts.length).toBe(3);
});

it('Zimbra: whom its proxy names, if it is to be believed; and never the proxy itself', async () => {
  const trusted = ['127.0.0.1/32', '10.0.0.3/32'];
  listener = await openListener({ protocol: 'zimbra', 'trusted-proxies': trusted });
  const through = (proxy: string, client: string) =>
    Buffer.from(
      zimbra('x')
        .toString('latin1')
        .replace('REMOTE-ADDR: 203.0.113.20', `REMOTE-ADDR: ${proxy}`)
        .replace('Client-IP: 203.0.113.20\r\n', client && `Client-IP: ${client}\r\n`),
      'latin1',
    );
  await exchange(listener.port, through('10.0.0.3', '203.0.113.5'));
  await exchange(listener.port, through('198.51.100.66', '203.0.113.5'));
  await exchange(listener.port, through('10.0.0.3', ''));
  await exchange(listener.port, through('203.0.113.7', ''));
  expect(listener.attempts.map(({ address }) => [address.client, address.peer])).toEqual([
    ['203.0.113.5', '10.0.0.3'],
    ['203.0.113.7', '203.0.113.7'],
  ]);
  expect(listener.claims).toMatchObject([{ peer: '198.51.100.66', claimed: '203.0.113.5' }]);
});

it.each([
  ['soap', 'SOAP'],
  ['http_basic', 'Dav'],
  ['http_dav', 'Dav'],
  ['zsync', 'EAS'],
  ['pop3', 'Pop3'],
])('Zimbra: %s is %s', async (protocol, service) => {
  listener = await openListener({ protocol: 'zimbra' });
  await exchange(listener.port, zimbra('x', protocol));
  expect(listener.attempts).toMatchObject([{ service }]);
});

it('Zimbra: what a protocol stands for can be said', async () => {
  listener = await openListener({ protocol: 'zimbra', protocols: { soap: 'WebUI' } });
  await exchange(listener.port, zimbra('x', 'soap'));
  expect(listener.attempts).toMatchObject([{ service: 'WebUI' }]);
});

const credentials = `Authorization: Basic ${Buffer.from('luca@a.tld:secret').toString('base64')}`;

it.each([
  [
    'Traefik',
    lines(
      'GET /Dav HTTP/1.1',
      'Host: 127.0.0.1:7230',
      'User-Agent: DAVx5/4.3 (okhttp)',
      credentials,
      'X-Forwarded-For: 203.0.113.20',
      'X-Forwarded-Host: mail.a.tld',
      'X-Forwarded-Method: PROPFIND',
      'X-Forwarded-Port: 443',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Server: traefik',
      'X-Forwarded-Uri: /dav/luca/',
      'X-Real-Ip: 203.0.113.20',
      `X-Gatepost-Secret: ${SECRET}`,
      'Accept-Encoding: gzip',
      'Connection: close',
    ),
  ],
  [
    'Caddy',
    lines(
      'GET /Dav HTTP/1.1',
      'Host: mail.a.tld',
      'User-Agent: DAVx5/4.3 (okhttp)',
      'Accept-Encoding: gzip',
      credentials,
      'X-Forwarded-For: 203.0.113.20',
      'X-Forwarded-Host: mail.a.tld',
      'X-Forwarded-Method: PROPFIND',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Uri: /dav/luca/',
      `X-Gatepost-Secret: ${SECRET}`,
      'Connection: close',
    ),
  ],
])('%s asks for what its client wants to do', async (_, request) => {
  listener = await openListener({ protocol: 'forward-auth' });
  const answer = readAnswer(await exchange(listener.port, request));
  expect(answer).toMatchObject({ status: 200, headers: { 'x-gatepost-account': 'luca@a.tld' } });
  expect(listener.attempts).toMatchObject([
    {
      service: 'Dav',
      address: { client: '203.0.113.20', peer: '127.0.0.1', source: 'forwarded-header' },
      userAgent: 'DAVx5/4.3 (okhttp)',
    },
  ]);
});
