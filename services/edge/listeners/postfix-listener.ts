import { createServer, type Socket } from 'node:net';
import type { Address, Secret } from '../../../libs/config/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { UnixSocket } from '../config/listeners.js';
import { servePostfixPolicy } from '../protocols/postfix-policy.js';
import type { ProtocolParts } from '../protocols/protocol.js';
import { isSecret } from './callers.js';
import { type ConnectionSlots, shareSlots } from './connection-slots.js';
import { createProxiedServer, type OnConnection, peerOf } from './connections.js';
import type { Limits } from './limits.js';
import { listenOnSocket } from './listen-on-socket.js';
import { type Listening, listenOn } from './listening.js';

/** Serves Postfix's policy delegation. Resolves when it listens. */
export function startPostfixListener(parts: {
  listen: Address | UnixSocket;
  /** Mode of a UNIX socket. */
  mode: string;
  /** What Postfix sends as `policy_context`. Undefined: the socket's mode limits who may ask. */
  secret: Secret | undefined;
  expectProxyHeader: boolean;
  log: Log;
  protocol: ProtocolParts;
  limits: Limits;
  onStrayHeader: (peer: string, claimed: string) => void;
}): Promise<Listening> {
  const { listen, mode, secret, expectProxyHeader, log, protocol, limits, onStrayHeader } = parts;
  const knows = (said: string) => secret === undefined || isSecret(secret, said);
  let slots: ConnectionSlots | undefined;
  const open = new Set<Socket>();
  const serve: OnConnection = (socket, hops) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const onStray = (claimed: string) => onStrayHeader(hops[0]?.address ?? '', claimed);
    const maySpeak = (said: string) => {
      if (!knows(said)) return false;
      slots?.keep(socket);
      return true;
    };
    servePostfixPolicy({ ...protocol, log, limits, maySpeak, onStray }, socket, hops);
  };
  const server = expectProxyHeader
    ? createProxiedServer(serve, limits.proxyHeaderMs)
    : createServer((socket) => serve(socket, 'path' in listen ? [] : [peerOf(socket)]));
  slots = shareSlots(server, limits.connections);
  const onClose = () => {
    for (const socket of open) socket.destroy();
  };
  if ('path' in listen) return listenOnSocket(server, { path: listen.path, mode }, onClose);
  return listenOn(server, listen, onClose);
}
