import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

export interface MetricsEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves, over plain HTTP, `/metrics` for Prometheus, `/livez` (200 while the process answers) and
 * `/readyz` (200 while `ready()`, else 503). Nothing here is secret, and nothing can be changed.
 * @throws Error `listen host:port: address already in use`
 */
export function serveMetrics(options: {
  listen: { host: string; port: number };
  metrics: Metrics;
  ready: () => boolean;
}): Promise<MetricsEndpoint> {
  const { listen, metrics, ready } = options;
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return send(response, 405, 'method not allowed\n');
    }
    if (path === '/livez') return send(response, 200, 'ok\n');
    if (path === '/readyz')
      return ready() ? send(response, 200, 'ok\n') : send(response, 503, 'not ready\n');
    if (path !== '/metrics') return send(response, 404, 'not found\n');
    metrics.registry.metrics().then(
      (text) => send(response, 200, text, metrics.registry.contentType),
      () => send(response, 500, 'metrics cannot be collected\n'),
    );
  });
  server.requestTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'address already in use' : (error.code ?? 'failed');
      reject(new Error(`listen ${listen.host}:${listen.port}: ${why}`, { cause: error }));
    });
    server.listen(listen.port, listen.host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
