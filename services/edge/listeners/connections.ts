import { createServer, type Server, type Socket } from 'node:net';
import type { Hop } from '../../../libs/names/true-address.js';
import { readProxyHeader } from './proxy-header.js';

/** What a connection says of itself before anything else. */
export type OnConnection = (socket: Socket, hops: readonly Hop[]) => void;

/** The connection as TCP knows it. */
export function peerOf(socket: Socket): Hop {
  return { address: socket.remoteAddress ?? '', source: 'peer' };
}

/**
 * A server that takes connections which begin with a PROXY header, and no others: the header's
 * address is a claim of the peer's, to be believed or not by whoever is told.
 * @param withinMs after which a connection whose header has not come is closed
 */
export function createProxiedServer(onConnection: OnConnection, withinMs: number): Server {
  return createServer((socket) => {
    const giveUp = setTimeout(() => socket.destroy(), withinMs);
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => clearTimeout(giveUp));
    const onReadable = () => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
        received = Buffer.concat([received, chunk]);
      }
      const header = readProxyHeader(received);
      if (header.kind === 'incomplete') return;
      clearTimeout(giveUp);
      socket.off('readable', onReadable);
      if (header.kind === 'wrong') {
        socket.destroy();
        return;
      }
      const rest = received.subarray(header.length);
      if (rest.length > 0) socket.unshift(rest);
      // LOCAL and UNKNOWN name nobody: the proxy is not taken for the client.
      onConnection(socket, [peerOf(socket), { address: header.address, source: 'proxy-protocol' }]);
    };
    socket.on('readable', onReadable);
  });
}
