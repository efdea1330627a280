import { afterEach, expect, it } from 'vitest';
import { formatSessionToken } from '../../../libs/names/session-token.js';
import { UNDECIDED } from '../core/outcome.js';
import { allowed, type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
afterEach(() => listener?.close());

const WEB = { protocol: 'forward-auth', 'sign-in': 'https://mail.a.tld/login', sessions: true };
const basic = (account: string, password: Buffer) =>
  `Basic ${Buffer.concat([Buffer.from(`${account}:`), password]).toString('base64')}`;
const CREDENTIALS = { Authorization: basic('luca@a.tld', Buffer.from('secret')) };
const TOKEN = 'x'.repeat(43);
/** A header of the PROXY protocol, version 2, of the proxy itself: section 2.2. */
const LOCAL = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex');
const FROM = { 'X-Forwarded-For': '203.0.113.20' };

async function ask(service: string, headers: Record<string, string>, secret = SECRET) {
  const request = httpRequest(`GET /${service}`, { 'X-Gatepost-Secret': secret, ...headers });
  return readAnswer(await exchange(listener.port, request));
}

it('a password keeps its octets and its colons', async () => {
  listener = await openListener(WEB);
  const password = Buffer.from([0x3a, 0xff, 0x00, 0x25, 0x2b, 0x20, 0x3a]);
  await ask('Dav', { ...FROM, Authorization: basic('luca@a.tld', password) });
  expect(listener.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Dav',
      proof: { kind: 'password', bytes: password },
      address: { client: '203.0.113.20', peer: '127.0.0.1', source: 'forwarded-header' },
    },
  ]);
});

it('asks a program for a password and a person for what is missing', async () => {
  listener = await openListener(WEB);
  const nothing = await ask('Dav', FROM);
  expect(nothing).toMatchObject({ status: 401 });
  expect(nothing.headers['www-authenticate']).toMatch(/^Basic /);
  listener.answer({
    kind: 'challenge',
    message: 'More is needed to sign in.',
    missing: [['otp'], ['saml']],
    offers: [{ kind: 'ip', defaultSeconds: 60, maxSeconds: 120 }],
    authenticators: [{ id: '1', label: 'phone' }],
    decisionId: '0',
  });
  const challenged = await ask('WebUI', { ...FROM, ...CREDENTIALS });
  expect(challenged.status).toBe(401);
  expect(challenged.headers.location).toBe('https://mail.a.tld/login');
  expect(challenged.headers['www-authenticate']).not.toMatch(/^Basic /);
  expect(JSON.parse(challenged.body)).toMatchObject({ missing: [['otp'], ['saml']] });
});

it('a denial that no password can mend is 403, and no decision is 503', async () => {
  listener = await openListener(WEB);
  listener.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
  expect((await ask('Dav', { ...FROM, ...CREDENTIALS })).status).toBe(403);
  listener.answer(UNDECIDED);
  const undecided = await ask('Dav', { ...FROM, ...CREDENTIALS });
  expect(undecided.status).toBe(503);
  expect((await ask('Dav', { ...FROM, ...CREDENTIALS }, 'guessed')).status).toBe(403);
  expect((await ask('Gopher', { ...FROM, ...CREDENTIALS })).status).toBe(404);
});

it('does not take a trusted proxy that names nobody for the client, and decides nothing', async () => {
  listener = await openListener(WEB);
  for (const headers of [
    ...[{}, { 'X-Forwarded-For': '' }, { 'X-Forwarded-For': 'unknown' }],
    ...[{ 'X-Real-IP': '198.51.100.1' }, { Forwarded: 'for=198.51.100.1' }],
  ]) {
    expect((await ask('Dav', { ...CREDENTIALS, ...headers })).status).toBe(503);
  }
  expect(listener.attempts).toEqual([]);
  const withPort = { ...CREDENTIALS, 'X-Forwarded-For': '203.0.113.5:44321' };
  expect((await ask('Dav', withPort)).status).toBe(200);
  expect(listener.attempts).toMatchObject([{ address: { client: '203.0.113.5' } }]);
});

it.each(['PROXY UNKNOWN\r\n', LOCAL])(
  'treats a load balancer that names nobody in the same way',
  async (header) => {
    listener = await openListener({ ...WEB, 'proxy-protocol': true });
    const request = httpRequest('GET /Dav', {
      'X-Gatepost-Secret': SECRET,
      ...FROM,
      ...CREDENTIALS,
    });
    const answer = await exchange(listener.port, Buffer.concat([Buffer.from(header), request]));
    expect(readAnswer(answer).status).toBe(503);
    expect(listener.attempts).toEqual([]);
  },
);

it("an answer that cannot be written is that request's failure alone", async () => {
  listener = await openListener(WEB);
  listener.answer(allowed({ account: 'a\nb@a.tld' }));
  expect((await ask('Dav', { ...FROM, ...CREDENTIALS })).status).toBe(503);
  listener.answer(allowed());
  expect((await ask('Dav', { ...FROM, ...CREDENTIALS })).status).toBe(200);
});

it('passes on what a sign-in page adds', async () => {
  listener = await openListener(WEB);
  await ask('WebUI', {
    ...FROM,
    ...CREDENTIALS,
    'X-Gatepost-Otp': '123456',
    'X-Gatepost-Remember': 'ip=3600, device=0',
    'X-Gatepost-Device-Label': 'laptop',
    Cookie: `theme=dark; __Host-gatepost-device=${TOKEN}`,
  });
  expect(listener.attempts).toMatchObject([
    {
      second: { kind: 'code', code: '123456' },
      remember: { ipSeconds: 3600, deviceSeconds: 0, deviceLabel: 'laptop' },
      deviceToken: TOKEN,
    },
  ]);
});

it("a mail token comes from the webmail's own address, whomever it forwards", async () => {
  listener = await openListener({ ...WEB, 'trusted-proxies': ['127.0.0.1/32', '192.0.2.40/32'] });
  const [body, mac] = [Buffer.alloc(60, 1), Buffer.alloc(32, 2)];
  const token = formatSessionToken({ kind: 'mail', body, mac });
  const forwards = { 'X-Forwarded-For': '203.0.113.20, 192.0.2.40' };
  await ask('Dav', { ...forwards, Authorization: basic('luca@a.tld', Buffer.from(token)) });
  await ask('Dav', { ...forwards, ...CREDENTIALS });
  expect(listener.attempts).toMatchObject([
    { address: { client: '192.0.2.40' } },
    { address: { client: '203.0.113.20' } },
  ]);
});

it('ignores malformed extras beside a right password', async () => {
  listener = await openListener(WEB);
  await ask('WebUI', {
    ...FROM,
    ...CREDENTIALS,
    'X-Gatepost-Recovery-Code': `abcd-efgh ${'-'.repeat(70)}`,
    'X-Gatepost-Authenticator': 'x'.repeat(65),
    'X-Gatepost-Remember': 'ip=3600',
    'X-Gatepost-Device-Label': Buffer.from('é'.repeat(40)).toString('latin1'),
    Cookie: `__Host-gatepost-device=${'x'.repeat(5000)}`,
  });
  await ask('WebUI', {
    ...FROM,
    ...CREDENTIALS,
    'X-Gatepost-Otp': ' 123 456-',
    'X-Gatepost-Remember': 'ip=24h',
    Cookie: '__Host-gatepost-device=%zz',
  });
  expect(listener.attempts).toMatchObject([
    {
      second: { kind: 'recovery-code', code: 'abcdefgh' },
      remember: { deviceLabel: 'é'.repeat(32) },
      deviceToken: undefined,
    },
    {
      second: { kind: 'code', code: '123456' },
      remember: { deviceLabel: '', sessionSeconds: 0 },
      deviceToken: undefined,
    },
  ]);
});

it('too many failures are told as such, with the time to wait', async () => {
  listener = await openListener(WEB);
  listener.answer({ kind: 'limited', message: 'Wait.', retryAfterSeconds: 240 });
  const limited = await ask('Dav', { ...FROM, ...CREDENTIALS });
  expect(limited).toMatchObject({ status: 429, headers: { 'retry-after': '240' } });
  expect(JSON.parse(limited.body)).toEqual({ reason: 'RATE_LIMITED', message: 'Wait.' });
});
