import { createServer, type Socket } from 'node:net';

/** How a server in edge's place can fail. */
export const FAULTS = ['down', 'hanging', 'slow', 'garbage', 'error', 'nonsense'] as const;
export type Fault = (typeof FAULTS)[number];

/** Listens in place of edge, over HTTP and for Postfix, and fails as the test says. */
export interface BadEdge {
  readonly port: number;
  fail(fault: Fault): void;
  close(): Promise<void>;
}

/** Longer than any front-end waits in these tests. */
const SLOW_MS = 4_000;

/** One answer that lets a client in by every protocol. */
const LETS_IN = [
  'HTTP/1.1 200 OK',
  'Auth-Status: OK',
  'Auth-Server: 127.0.0.1',
  'Auth-Port: 9',
  'X-Gatepost-Account: luca@a.tld',
  'Content-Length: 17',
  'Connection: close',
  '',
  'allow luca@a.tld\n',
].join('\r\n');

/** Listens on a port of 127.0.0.1. The first fault is `hanging`. The caller closes it. */
export async function openBadEdge(port: number): Promise<BadEdge> {
  const sockets = new Set<Socket>();
  let fault: Fault = 'hanging';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    if (fault === 'down') return socket.resetAndDestroy();
    socket.once('data', (chunk) => answer(socket, fault, chunk.toString('latin1')));
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    fail: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function answer(socket: Socket, fault: Fault, request: string): void {
  const isPostfix = request.startsWith('request=');
  switch (fault) {
    case 'down':
    case 'hanging':
      return;
    case 'slow':
      setTimeout(() => socket.end(isPostfix ? 'action=DUNNO\n\n' : LETS_IN), SLOW_MS).unref();
      return;
    case 'garbage':
      socket.end(Buffer.from('\x16\x03\x01OK allow DUNNO {"status":0}\n\n'));
      return;
    case 'error':
      socket.end(
        isPostfix ? '' : 'HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    case 'nonsense': {
      const body = '{"status":"0"} OK allow';
      const head = `HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
      socket.end(isPostfix ? 'status=OK\n\n' : `${head}${body}`);
      return;
    }
    default:
      fault satisfies never;
  }
}
