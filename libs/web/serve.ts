import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Address } from '../config/index.js';
import type { ClientAddresses } from './client-address.js';
import { openShares } from './shares.js';

export interface HttpSettings {
  readonly listen: Address;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly connections: number;
  /** Of one network. */
  readonly 'per-address': number;
}

/** As Node knows them, in ms and octets. */
export const LIMITS = {
  // A form is sent at once; who dribbles it in holds a connection for so long at most.
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
  /** How often it looks for those; its own default is 30 s. */
  connectionsCheckingInterval: 1_000,
  /** Its own is two minutes. */
  handshakeTimeout: 10_000,
  /** Longer than `deadline` may be: who asks and does not read the answer holds no connection for ever. */
  silentMs: 90_000,
};

/**
 * Listens for browsers, or the proxy before them. No network holds more than its share: of connections, where it
 * connects itself, and of requests under way, whoever connects for it.
 * @throws the system's error where it cannot listen
 */
export async function serveHttp(
  { listen, cert, key, connections, 'per-address': most }: HttpSettings,
  addresses: ClientAddresses,
  handler: RequestListener,
  limits = LIMITS,
): Promise<{ port: number; close(): Promise<void> }> {
  const handle = shareRequests(handler, most, addresses);
  const server: Server =
    cert === undefined || key === undefined
      ? createServer(limits, handle)
      : createTlsServer(
          {
            ...{ ...limits, minVersion: 'TLSv1.2' },
            ...{ cert: readFileSync(cert), key: readFileSync(key) },
          },
          handle,
        );
  server.maxConnections = connections;
  server.setTimeout(limits.silentMs);
  shareConnections(server, most, addresses);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: listen.host, port: listen.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : listen.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      }),
  };
}

/** Trusted proxies connect for others: theirs are bounded by the whole alone. */
function shareConnections(server: Server, most: number, addresses: ClientAddresses): void {
  const shares = openShares(most);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (addresses.isTrusted(remoteAddress)) return;
    const leave = shares.take(addresses.networkOf(remoteAddress));
    if (leave === undefined) socket.destroy();
    else socket.once('close', leave);
  });
}

function shareRequests(handle: RequestListener, most: number, addresses: ClientAddresses) {
  const shares = openShares(most);
  const shared: RequestListener = (request, response) => {
    const leave = shares.take(addresses.payerOf(request));
    if (leave === undefined) {
      response.writeHead(429, { 'Retry-After': '10', 'Content-Type': 'text/plain' });
      response.end('too many requests of your network are under way: try again soon\n');
      return;
    }
    response.once('close', leave);
    handle(request, response);
  };
  return shared;
}
