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
  /** Connections and requests of one network. */
  readonly 'per-address': number;
}

/** Limits of Node's server, in ms and octets. */
export const LIMITS = {
  // Browsers send a form at once. A client that sends it slowly loses its connection after this time.
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
  /** How often Node checks these times. Its default is 30 s. */
  connectionsCheckingInterval: 1_000,
  /** Node's default is two minutes. */
  handshakeTimeout: 10_000,
  /**
   * A client that does not read its answer loses its connection after this time. It is longer than the longest
   * `deadline`.
   */
  silentMs: 90_000,
};

/**
 * Listens for browsers, or for the proxy in front of them. Each network is limited in its direct connections,
 * and in its requests under way, direct or through a proxy.
 * @throws the system's error if it cannot listen
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

/** Connections of trusted proxies carry many clients, so only the total limits them. */
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
    const leave = shares.take(addresses.quotaOwnerOf(request));
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
