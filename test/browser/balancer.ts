import { request as ask, createServer } from 'node:http';

/** What stands before the replicas: each request goes to the next one, whatever connection it came on. */
export interface Balancer {
  readonly port: number;
  /** Replicas that take nothing for now are left out by their place. */
  leaveOut(index: number | undefined): void;
  close(): Promise<void>;
}

/** @param targets ports of 127.0.0.1, known later than the balancer's own */
export function openBalancer(targets: () => readonly number[]): Promise<Balancer> {
  let turn = 0;
  let without: number | undefined;
  const server = createServer((request, response) => {
    const ports = targets().filter((_, index) => index !== without);
    turn += 1;
    const port = ports[turn % ports.length];
    const { method, url, headers } = request;
    const onward = ask({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  return new Promise((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        leaveOut(index) {
          without = index;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
