import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limitUnanswered } from '../http/limit-unanswered.js';
import type { Metrics } from './metrics.js';

/** Requests of one connection that wait for their answers: all metrics are some 100 KiB. */
const MOST_UNANSWERED = 8;

export interface MetricsEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves, over plain HTTP, `/metrics` for Prometheus, `/livez` (200 while the process answers) and
 * `/readyz` (200 while `ready()` is true, else 503). Nothing here is secret, and nothing can be
 * changed.
 * @throws Error `listen host:port: address already in use`
 */
export function serveMetrics(options: {
  listen: { host: string; port: number };
  metrics: Metrics;
  ready: () => boolean;
}): Promise<MetricsEndpoint> {
  const { listen, metrics, ready } = options;
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, text: 'method not allowed\n' };
    }
    if (path === '/livez') return { status: 200, text: 'ok\n' };
    if (path === '/readyz') {
      return ready() ? { status: 200, text: 'ok\n' } : { status: 503, text: 'not ready\n' };
    }
    if (path !== '/metrics') return { status: 404, text: 'not found\n' };
    const { registry } = metrics;
    return { status: 200, text: await registry.metrics(), type: registry.contentType };
  };
  const server = createServer(
    limitUnanswered((request, response) => {
      answer(request)
        .catch(() => ({ status: 500, text: 'the answer cannot be made\n' }))
        .then((made) => send(response, made))
        .catch(() => response.destroy());
    }, MOST_UNANSWERED),
  );
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

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

function send(response: ServerResponse, { status, text, type = 'text/plain' }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
