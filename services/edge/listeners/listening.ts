import type { Server } from 'node:net';
import type { Address } from '../../../libs/config/index.js';

/** A listener that accepts connections. */
export interface Listening {
  /** 0 for a UNIX socket. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Resolves when the server listens.
 * @throws the system's error, such as EADDRINUSE
 */
export async function listenOn(
  server: Server,
  { host, port }: Address,
  onClose: () => void,
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        onClose();
      }),
  };
}
