import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Address } from '../../../libs/config/index.js';

export interface HttpSettings {
  readonly listen: Address;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly connections: number;
}

const LIMITS = {
  // A form is sent at once; who dribbles it in holds a connection for so long at most.
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
};

/** Listens for browsers, or the proxy before them. @throws the system's error where it cannot */
export async function serveHttp(
  { listen, cert, key, connections }: HttpSettings,
  handle: RequestListener,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server =
    cert === undefined || key === undefined
      ? createServer(LIMITS, handle)
      : createTlsServer(
          { ...LIMITS, cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' },
          handle,
        );
  server.maxConnections = connections;
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
