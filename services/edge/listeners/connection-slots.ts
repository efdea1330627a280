import type { Server, Socket } from 'node:net';

/** The right of connections to a listener to stay open. */
export interface ConnectionSlots {
  /** The peer may ask, so its slot is kept until the connection closes. */
  keep(socket: Socket): void;
}

/**
 * Limits the number of open connections. A further one takes the slot of the connection that has waited longest without
 * proving that it may ask. A peer that only connects does not block one that asks at once.
 */
export function shareSlots(server: Server, most: number): ConnectionSlots {
  const strangers = new Set<Socket>();
  const known = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    strangers.add(socket);
    socket.once('close', () => {
      strangers.delete(socket);
      known.delete(socket);
    });
    if (strangers.size + known.size <= most) return;
    const [oldest = socket] = strangers;
    strangers.delete(oldest);
    oldest.destroy();
  });
  return {
    keep(socket) {
      if (strangers.delete(socket)) known.add(socket);
    },
  };
}
