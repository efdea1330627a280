import { createServer, connect as dial, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A connection between two processes that a test can cut, freeze or slow. */
export interface TcpProxy {
  readonly port: number;
  /** Closes every connection and takes no new one. */
  cut(): void;
  /** Keeps connections but passes nothing on, as if the host were gone. */
  freeze(): void;
  /** Delays each piece of data by that many milliseconds, in both directions. */
  slow(ms: number): void;
  /** Passes everything on again, at once. Frozen data goes on. */
  heal(): void;
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1 and passes everything on to another port. */
export function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let mode: 'open' | 'cut' | 'frozen' = 'open';
  let delay = 0;
  const adopt = (socket: Socket, other: () => Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other().destroy();
    });
  };
  const server = createServer((inbound) => {
    if (mode === 'cut') return inbound.destroy();
    const outbound = dial({ host: '127.0.0.1', port: targetPort });
    adopt(inbound, () => outbound);
    adopt(outbound, () => inbound);
    inbound.pipe(holdBack(() => delay)).pipe(outbound);
    outbound.pipe(holdBack(() => delay)).pipe(inbound);
    if (mode === 'frozen') for (const socket of [inbound, outbound]) stopReading(socket);
    return undefined;
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        port,
        cut() {
          mode = 'cut';
          for (const socket of sockets) socket.destroy();
        },
        freeze() {
          mode = 'frozen';
          for (const socket of sockets) stopReading(socket);
        },
        slow(ms) {
          delay = ms;
        },
        heal() {
          mode = 'open';
          delay = 0;
          for (const socket of sockets) socket.resume();
        },
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}

function holdBack(delayNow: () => number): Transform {
  return new Transform({
    transform(data, _, pass) {
      const ms = delayNow();
      if (ms === 0) pass(null, data);
      else setTimeout(() => pass(null, data), ms);
    },
  });
}

/** A pipe would read on as soon as the other end drains. */
function stopReading(socket: Socket): void {
  socket.pause();
}
