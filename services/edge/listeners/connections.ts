import { createServer, type Server, type Socket } from 'node:net';
import type { Hop } from '../../../libs/names/true-address.js';
import { readProxyHeader } from './proxy-header.js';

/** Called with a connection and the addresses it states before anything else. */
export type OnConnection = (socket: Socket, hops: readonly Hop[]) => void;

/** The peer of the TCP connection. */
export function peerOf(socket: Socket): Hop {
  return { address: socket.remoteAddress ?? '', source: 'peer' };
}

/**
 * A server that only accepts connections that begin with a PROXY header. The header's address is a claim of the peer's,
 * and the callback decides whether to believe it.
 * @param withinMs a connection is closed if its header has not arrived by then
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
      // LOCAL and UNKNOWN name no client, and the proxy is not taken for the client.
      onConnection(socket, [peerOf(socket), { address: header.address, source: 'proxy-protocol' }]);
    };
    socket.on('readable', onReadable);
  });
}
