import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ensureCertificates } from '../../../libs/certificates/index.js';
import { openTls } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { UNDECIDED } from '../core/outcome.js';
import { requestOf } from '../testing/open-envoy.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
afterEach(() => listener?.close());

/** Zimbra's request, with another password or protocol. */
const zimbra = (password: string, protocol = 'imap') =>
  Buffer.from(
    requestOf('zimbra-imap.http')
      .toString('latin1')
      .replace(/(?<=Auth-Pass: ).*(?=\r)/, password)
      .replace(/(?<=Auth-Protocol: ).*(?=\r)/, protocol),
    'latin1',
  );

/** Whoever keeps the connection reads the answer's head. */
const ask = (bytes: Buffer) => exchange(listener.port, bytes, { until: '\r\n\r\n' });

it('Zimbra: nothing escaped, latin1 on the way, only 200 with OK lets in', async () => {
  listener = await openListener({ protocol: 'zimbra' });
  const answer = readAnswer(await ask(requestOf('zimbra-imap.http')));
  expect(answer).toMatchObject({ status: 200, headers: { 'auth-status': 'OK' } });
  expect(listener.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Imap',
      proof: { kind: 'password', bytes: Buffer.from('p%41+ä ß') },
      address: { client: '203.0.113.20', source: 'auth-hook' },
    },
  ]);
  const status = async (bytes: Buffer) => readAnswer(await ask(bytes)).status;
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
  await ask(through('10.0.0.3', '203.0.113.5'));
  await ask(through('198.51.100.66', '203.0.113.5'));
  await ask(through('10.0.0.3', ''));
  await ask(through('203.0.113.7', ''));
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
  await ask(zimbra('x', protocol));
  expect(listener.attempts).toMatchObject([{ service }]);
});

it('Zimbra: what a protocol stands for can be said', async () => {
  listener = await openListener({ protocol: 'zimbra', protocols: { soap: 'WebUI' } });
  await ask(zimbra('x', 'soap'));
  expect(listener.attempts).toMatchObject([{ service: 'WebUI' }]);
});

it('Zimbra: a character that its HTTP client has no octet for arrives as a question mark', async () => {
  listener = await openListener({ protocol: 'zimbra' });
  await ask(requestOf('zimbra-dav.http'));
  expect(listener.attempts).toMatchObject([
    { service: 'Dav', proof: { bytes: Buffer.from('p%41+ä ß?') }, userAgent: 'DAVx5/4.3 (okhttp)' },
  ]);
});

/** What forward.go does with an answer: 2xx passes, with the headers it lists put in place of the client's. */
function readAsTraefik(answer: string) {
  const [head = ''] = answer.split('\r\n\r\n');
  const [line = '', ...headers] = head.split('\r\n');
  const status = Number(line.split(' ')[1]);
  const passes = status >= 200 && status < 300;
  const account = headers.filter((header) => /^x-gatepost-account:/i.test(header));
  return { passes, status, account: account.map((header) => header.split(': ')[1]) };
}

const ATTEMPT = {
  account: 'luca@a.tld',
  service: 'Dav',
  proof: { kind: 'password', bytes: Buffer.from('secret') },
  second: undefined,
  userAgent: 'DAVx5/4.3 (okhttp)',
};

it('Traefik: with a certificate, as the client that it names', async () => {
  const { tls, show, close } = await certificates();
  listener = await openListener(
    { protocol: 'forward-auth', identities: ['spiffe://gatepost/front-end/traefik'] },
    { tls },
  );
  const send = (as: string) =>
    exchange(listener.port, requestOf('traefik.http'), { until: '\r\n\r\n', tls: show(as) });
  expect(readAsTraefik(await send('traefik'))).toEqual({
    ...{ passes: true, status: 200, account: ['luca@a.tld'] },
  });
  expect(listener.attempts).toMatchObject([
    { ...ATTEMPT, address: { client: '203.0.113.20', peer: '127.0.0.1' } },
  ]);
  expect(readAsTraefik(await send('stranger'))).toMatchObject({ passes: false, account: [] });
  listener.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
  expect(readAsTraefik(await send('traefik'))).toMatchObject({ passes: false, status: 403 });
  listener.answer(UNDECIDED);
  expect(readAsTraefik(await send('traefik'))).toMatchObject({ passes: false, status: 503 });
  close();
});

it('Caddy: by its secret, as the client that connected to it', async () => {
  listener = await openListener({ protocol: 'forward-auth', 'trusted-proxies': ['127.0.0.1/32'] });
  expect(readAsTraefik(await ask(requestOf('caddy.http')))).toEqual({
    ...{ passes: true, status: 200, account: ['luca@a.tld'] },
  });
  expect(listener.attempts).toMatchObject([{ ...ATTEMPT, address: { client: '127.0.0.1' } }]);
});

/** Of an authority of the test's own. */
async function certificates() {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-replayed-'));
  const identities = [
    { role: 'service', name: 'edge' },
    { role: 'front-end', name: 'traefik' },
    { role: 'front-end', name: 'stranger' },
  ] as const;
  const made = await ensureCertificates({ dir, identities, now: Date.now() });
  const log = createLog({ service: 'edge', level: 'silent' });
  const tls = await openTls({ files: made.filesOf('service', 'edge'), log });
  const show = (name: string) => {
    const { ca, cert, key } = made.filesOf('front-end', name);
    return { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) };
  };
  const close = () => {
    tls.close();
    rmSync(dir, { recursive: true });
  };
  return { tls, show, close };
}
