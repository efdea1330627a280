import { createServer, type Socket } from 'node:net';
import type { Address } from '../../../libs/config/index.js';
import type { Log } from '../../../libs/log/index.js';
import { servePostfixPolicy } from '../protocols/postfix-policy.js';
import type { ProtocolParts } from '../protocols/protocol.js';
import { createProxiedServer, type OnConnection, peerOf } from './connections.js';
import { type Listening, listenOn } from './listening.js';

/** Serves Postfix's policy delegation. Resolves when it listens. */
export function startPostfixListener(parts: {
  listen: Address;
  expectProxyHeader: boolean;
  log: Log;
  protocol: ProtocolParts;
  onStrayHeader: (peer: string, claimed: string) => void;
}): Promise<Listening> {
  const { listen, expectProxyHeader, log, protocol, onStrayHeader } = parts;
  const open = new Set<Socket>();
  const serve: OnConnection = (socket, hops) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const onStray = (claimed: string) => onStrayHeader(hops[0]?.address ?? '', claimed);
    servePostfixPolicy({ ...protocol, log, onStray }, socket, hops);
  };
  const server = expectProxyHeader
    ? createProxiedServer(serve)
    : createServer((socket) => serve(socket, [peerOf(socket)]));
  return listenOn(server, listen, () => {
    for (const socket of open) socket.destroy();
  });
}
