import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ensureCertificates } from '../../../libs/certificates/index.js';
import { secretFile } from '../../../libs/config/index.js';
import { openTls, type TlsSource } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { until } from '../../../libs/testing/until.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { startHttpListener } from './http-listener.js';
import { LIMITS, type Limits } from './limits.js';

// One limit is short in each test, the others are hours: where it does not hold, the test waits in vain.
const HOURS = 36_000_000;
vi.setConfig({ testTimeout: 60_000 });
const SHORT = 200;
const directory = mkdtempSync(join(tmpdir(), 'gatepost-limits-'));
const log = createLog({ service: 'edge', level: 'silent' });
let tls: TlsSource & { close(): void };
beforeAll(async () => {
  const dir = join(directory, 'made');
  const identities = [{ role: 'service', name: 'edge' }] as const;
  const made = await ensureCertificates({ dir, identities, now: Date.now() });
  tls = await openTls({ files: made.filesOf('service', 'edge'), log });
});
afterAll(() => {
  tls.close();
  rmSync(directory, { recursive: true });
});

let listener: OpenListener | undefined;
const sockets: Socket[] = [];
afterEach(close);
async function close(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.destroy();
  const before = listener;
  listener = undefined;
  await before?.close();
}

const path = join(directory, 'policy');
async function open(
  settings: object,
  short: keyof Limits,
  { halfOpen = false, connections = 50 } = {},
): Promise<Socket> {
  await close();
  const limits = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, HOURS]));
  listener = await openListener(settings, {
    tls,
    limits: { ...limits, [short]: SHORT, connections },
  });
  return dial(settings, halfOpen);
}

/** @param halfOpen whoever is told that all is said, and goes on */
function dial(settings: object, halfOpen = false): Socket {
  const isOnSocket = 'listen' in settings;
  const socket = connect({
    ...(isOnSocket ? { path } : { host: '127.0.0.1', port: listener?.port ?? 0 }),
    allowHalfOpen: halfOpen,
  });
  sockets.push(socket);
  return socket.on('error', () => undefined);
}

async function answered(socket: Socket, ask: string): Promise<void> {
  socket.write(ask, 'latin1');
  await new Promise((resolve, reject) => {
    socket.once('data', resolve).once('close', () => reject(new Error('it was closed')));
  });
}

/** Says each of `pieces`, then `again` without end. Resolves with what was said when it is closed. */
function sayUntilClosed(socket: Socket, pieces: readonly string[], again = ''): Promise<string> {
  for (const piece of pieces) socket.write(piece, 'latin1');
  const more = setInterval(() => again !== '' && socket.write(again), SHORT / 10);
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearInterval(more);
      resolve(said);
    });
  });
}

const HTTP = [
  { protocol: 'forward-auth', sessions: true },
  { protocol: 'nginx-mail', upstreams: { '*': { Imap: '127.0.0.1:143' } } },
  { protocol: 'dovecot-passdb' },
  { protocol: 'dovecot-auth-policy' },
  { protocol: 'zimbra' },
  { protocol: 'introspection' },
];
const POSTFIX = [
  { protocol: 'postfix-policy' },
  { protocol: 'postfix-policy', listen: `unix:${path}` },
];
const BEHIND = [...HTTP, ...POSTFIX.slice(0, 1)].map((settings) => ({
  ...{ ...settings, 'proxy-protocol': true },
}));
const PROXY = 'PROXY TCP4 203.0.113.9 127.0.0.1 56324 443\r\n';
const secret = `Host: x\r\nX-Gatepost-Secret: ${SECRET}\r\n`;
const begun = `POST /${SECRET}/Dav HTTP/1.1\r\n${secret}`;
const asked = `request=smtpd_access_policy\npolicy_context=${SECRET}\n`;

it.each(HTTP)('$protocol: a request that does not end is closed', async (settings) => {
  await sayUntilClosed(await open(settings, 'requestMs'), [begun], 'A: b\r\n');
  await sayUntilClosed(await open(settings, 'requestMs', { halfOpen: true }), [begun], 'A: b\r\n');
  const length = 'Content-Length: 60000\r\n\r\n';
  await sayUntilClosed(await open(settings, 'requestMs'), [begun, length], 'a');
  await sayUntilClosed(await open(settings, 'requestMs'), []);
});

it.each(BEHIND)(
  '$protocol behind a balancer: so is one after the PROXY header',
  async (settings) => {
    const isHttp = settings.protocol !== 'postfix-policy';
    const pieces = isHttp ? [begun, 'A: b\r\n'] : [asked, 'a=b\n'];
    const socket = await open(settings, 'requestMs');
    await sayUntilClosed(socket, [PROXY, pieces[0] ?? ''], pieces[1]);
  },
);

it.each(BEHIND)(
  '$protocol behind a balancer: a connection without its header is closed',
  async (settings) => {
    for (const header of ['', PROXY.slice(0, 20)]) {
      await sayUntilClosed(await open(settings, 'proxyHeaderMs'), [header]);
      await close();
    }
  },
);

it.each([false, true])(
  'an answer that nobody reads is closed (behind a balancer: %s)',
  async (behind) => {
    const accepted: Socket[] = [];
    const onSocket = (message: unknown) =>
      void accepted.push((message as { socket: Socket }).socket);
    subscribe('net.server.socket', onSocket);
    const file = join(directory, 'secret');
    writeFileSync(file, SECRET, { mode: 0o600 });
    const started = await startHttpListener({
      ...{ name: 'under-test', listen: { host: '127.0.0.1', port: 0 } as never },
      callers: { kind: 'secret', secret: secretFile().parse(file), said: 'header' },
      ...{ tls, log, expectProxyHeader: behind, limits: { ...LIMITS, silentMs: SHORT } },
      onStrayHeader: () => undefined,
      handle: async () => ({ status: 200, body: 'a'.repeat(64 << 20) }),
    });
    const socket = connect({ host: '127.0.0.1', port: started.port });
    sockets.push(socket.on('error', () => undefined));
    socket.write(`${behind ? PROXY : ''}GET / HTTP/1.1\r\n${secret}\r\n`);
    await until('it is closed', () => accepted.length > 0 && accepted.every((each) => each.closed));
    unsubscribe('net.server.socket', onSocket);
    await started.close();
  },
);

it.each(HTTP)(
  '$protocol with certificates: a handshake that does not end is closed',
  async (settings) => {
    const identities = ['spiffe://gatepost/front-end/mail'];
    await sayUntilClosed(await open({ ...settings, identities }, 'handshakeMs'), ['\x16\x03\x01']);
  },
);

it.each(POSTFIX)('postfix-policy: a request that does not end is closed', async (settings) => {
  await sayUntilClosed(await open(settings, 'requestMs'), []);
  await sayUntilClosed(await open(settings, 'requestMs'), [asked], 'a=b\n');
  const answered = await sayUntilClosed(
    await open(settings, 'requestMs'),
    [`${asked}\n`, asked],
    'a=b\n',
  );
  expect(answered).toBe('action=DUNNO\n\n');
});

it.each(POSTFIX)(
  'postfix-policy: a connection on which nothing is said is closed',
  async (settings) => {
    const socket = await open(settings, 'postfixSilentMs');
    expect(await sayUntilClosed(socket, [`${asked}\n`])).toBe('action=DUNNO\n\n');
  },
);

it.each(BEHIND)(
  '$protocol behind a balancer: a connection ends with its listener',
  async (settings) => {
    const socket = await open(settings, 'silentMs');
    const closed = sayUntilClosed(socket, [PROXY, 'a']);
    await until('it is served', () => socket.bytesWritten > 0);
    await listener?.close();
    listener = undefined;
    await closed;
  },
);

it.each([...HTTP, ...POSTFIX])(
  '$protocol: a connection that only connects takes no slot of one that may ask',
  async (settings) => {
    await open(settings, 'handshakeMs', { connections: 5 });
    const isPostfix = settings.protocol === 'postfix-policy';
    const ask = isPostfix ? `${asked}\n` : `GET /${SECRET}/x HTTP/1.1\r\n${secret}\r\n`;
    const known = dial(settings);
    await answered(known, ask);
    const silent = Array.from({ length: 30 }, () => dial(settings));
    const closed = silent.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    await answered(dial(settings), ask);
    // Node ends a connection of HTTP on which nothing is asked.
    if (isPostfix) await answered(known, ask);
    await Promise.all(closed.slice(0, 26));
  },
);

it('no limit is left out, and none ends a decision that is waited for', () => {
  for (const limit of Object.values(LIMITS)) expect(limit).toBeGreaterThan(0);
  expect(LIMITS.silentMs).toBeGreaterThan(60_000);
  expect(LIMITS.postfixSilentMs).toBeGreaterThan(300_000);
});
