import { request as ask, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A header that sets the address of 127.0.0.0/8 from which a request comes. A test uses it for a person elsewhere. */
export const COMES_FROM = 'x-comes-from';

/** A balancer in front of the replicas. Each request goes to the next replica, also on one connection. */
export interface Balancer {
  readonly port: number;
  /** Leaves out the replica with this index, which takes no requests for now. */
  leaveOut(index: number | undefined): void;
  close(): Promise<void>;
}

/** @param targets ports of 127.0.0.1, which may become known after the balancer's own */
export function openBalancer(targets: () => readonly number[]): Promise<Balancer> {
  let turn = 0;
  let without: number | undefined;
  const server = createServer(async (request, response) => {
    const ports = targets().filter((_, index) => index !== without);
    const body = await buffer(request);
    /** If a replica takes no connection, the next one is tried, as a proxy does. */
    const pass = (tries: number): void => {
      turn += 1;
      const port = ports[turn % ports.length];
      const { method, url, headers } = request;
      // Opens a new connection each time: a kept one may lead to a replica that is gone.
      const localAddress = String(headers[COMES_FROM] ?? '127.0.0.1');
      const to = { host: '127.0.0.1', port, agent: false, localAddress } as const;
      const onward = ask({ ...to, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' && tries < ports.length) pass(tries + 1);
        else if (response.headersSent) response.destroy();
        else response.writeHead(502).end();
      });
      onward.end(body);
    };
    pass(1);
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
