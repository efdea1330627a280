import type { Server, Socket } from 'node:net';

/** The places of a listener's connections. */
export interface Places {
  /** Whoever is at the other end may ask: the place is kept for as long as the connection lasts. */
  keep(socket: Socket): void;
}

/**
 * Lets so many connections be open at once. One more takes the place of the one that has waited longest
 * without showing that it may ask: whoever only connects holds up nobody who asks at once.
 */
export function sharePlaces(server: Server, most: number): Places {
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
