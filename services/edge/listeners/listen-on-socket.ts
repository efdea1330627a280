import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import type { Listening } from './listening.js';

/**
 * Listens on a UNIX socket with this mode, which is there before anybody can connect. What an edge
 * that was killed has left at the path is taken away; what still listens there is not.
 * @param mode octal, such as `0660`
 * @throws the system's error, e.g. EADDRINUSE; Error for a path that is no socket
 */
export async function listenOnSocket(
  server: Server,
  { path, mode }: { path: string; mode: string },
  onClose: () => void,
): Promise<Listening> {
  const bits = Number.parseInt(mode, 8);
  await removeStale(path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is made within `listen`, with what the mask leaves.
    const before = process.umask(0o777 & ~bits);
    try {
      server.listen({ path }, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
  chmodSync(path, bits);
  return {
    port: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        onClose();
      }),
  };
}

async function removeStale(path: string): Promise<void> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isSocket()) throw new Error(`${path} is there, and is no socket`);
  if (await isServed(path)) throw new Error(`listen ${path}: address already in use`);
  rmSync(path);
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
