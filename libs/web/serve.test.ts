import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ensureCertificates } from '../certificates/index.js';
import { until } from '../testing/until.js';
import { clientAddresses } from './client-address.js';
import { LIMITS, serveHttp } from './serve.js';

const PROXY = '127.0.0.9';
const waiting: ServerResponse[] = [];
const sockets: Socket[] = [];
let serving: Awaited<ReturnType<typeof serveHttp>> | undefined;
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const response of waiting.splice(0)) response.end();
  await serving?.close();
});

/** A server that answers only when the test lets it. */
async function serve(): Promise<number> {
  const listen = { host: '127.0.0.1', port: 0 } as never;
  const settings = { listen, connections: 50, 'per-address': 3 };
  const addresses = clientAddresses({ 'trusted-proxies': [`${PROXY}/32`], nat64: [] });
  const hold = (_: unknown, response: ServerResponse) => void waiting.push(response);
  serving = await serveHttp(settings, addresses, hold);
  return serving.port;
}

/** Whether a connection stays open. */
async function stays(port: number, localAddress: string): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const closed = once(socket, 'close').then(() => false);
  // The server accepts connections in order, so it has handled this one once it accepts a later
  // one.
  const later = connect({ host: '127.0.0.1', port, localAddress: PROXY });
  later.write('GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.200\r\n\r\n');
  await until('a request came', () => waiting.length > 0);
  waiting.pop()?.end();
  const answered = once(later, 'data').then(() => true);
  const stood = await Promise.race([closed, answered]);
  later.destroy();
  return stood;
}

it('limits one address to its share of connections, and leaves others theirs', async () => {
  const port = await serve();
  const stood: boolean[] = [];
  for (let n = 0; n < 4; n += 1) stood.push(await stays(port, '127.0.0.2'));
  expect(stood).toEqual([true, true, true, false]);
  expect(await stays(port, '127.0.0.3')).toBe(true);
});

it('limits one client behind a trusted proxy to its share of requests', async () => {
  const port = await serve();
  const statuses: (number | undefined)[] = [];
  const ask = (client: string) =>
    request(
      {
        host: '127.0.0.1',
        port,
        localAddress: PROXY,
        agent: false,
        headers: { 'x-forwarded-for': client },
      },
      (answer) => void statuses.push(answer.resume().statusCode),
    )
      .on('error', () => undefined)
      .end();
  for (let n = 0; n < 3; n += 1) ask('2001:db8:1:2::1');
  await until('three are under way', () => waiting.length === 3);
  // A neighbour in the same /64 counts as the same client. A client elsewhere does not.
  ask('2001:db8:1:2::ffff');
  await until('the fourth is answered', () => statuses.length === 1);
  expect(statuses).toEqual([429]);
  ask('2001:db8:1:3::1');
  await until('four are under way', () => waiting.length === 4);
  waiting.shift()?.end();
  await until('the first is answered', () => statuses.length === 2);
  ask('2001:db8:1:2::1');
  await until('four are under way', () => waiting.length === 4);
});

// If the connection is not closed, this waits until the time limit.
it('closes a connection whose answers nobody reads', { timeout: 30_000 }, async () => {
  const listen = { host: '127.0.0.1', port: 0 } as never;
  const addresses = clientAddresses({ 'trusted-proxies': [], nat64: [] });
  let closed = false;
  const handle = ({ socket }: IncomingMessage, response: ServerResponse) => {
    socket.once('close', () => {
      closed = true;
    });
    response.end(Buffer.alloc(64 << 20));
  };
  const settings = { listen, connections: 50, 'per-address': 3 };
  serving = await serveHttp(settings, addresses, handle, { ...LIMITS, silentMs: 200 });
  const socket = connect({ host: '127.0.0.1', port: serving.port });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until('it is closed', () => closed);
});

it('closes a connection whose form is sent without end', { timeout: 30_000 }, async () => {
  const limits = {
    ...LIMITS,
    requestTimeout: 200,
    headersTimeout: 100,
    connectionsCheckingInterval: 50,
  };
  const socket = await connectTo({}, limits);
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n');
  await closedWhile(() => socket.write('a'), socket);
});

it('closes a connection whose handshake does not end', { timeout: 30_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-serve-'));
  const identities = [{ role: 'service', name: 'portal' }] as const;
  const made = await ensureCertificates({ dir, identities, now: Date.now() });
  const socket = await connectTo(made.filesOf('service', 'portal'), {
    ...{ ...LIMITS, handshakeTimeout: 200 },
  });
  rmSync(dir, { recursive: true });
  await closedWhile(() => undefined, socket);
});

async function connectTo(files: { cert?: string; key?: string }, limits: typeof LIMITS) {
  const listen = { host: '127.0.0.1', port: 0 } as never;
  const addresses = clientAddresses({ 'trusted-proxies': [], nat64: [] });
  const { cert, key } = files;
  const settings = { listen, cert, key, connections: 50, 'per-address': 3 };
  const hold = (_: unknown, response: ServerResponse) => void waiting.push(response);
  serving = await serveHttp(settings, addresses, hold, limits);
  const socket = connect({ host: '127.0.0.1', port: serving.port });
  sockets.push(socket);
  return socket.on('error', () => undefined).resume();
}

async function closedWhile(does: () => unknown, socket: Socket): Promise<void> {
  const more = setInterval(does, 20);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(more);
}
