import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import type { Listening } from './listening.js';

/**
 * Listens on a UNIX socket, which has its mode before anybody can connect. A stale socket left by a killed edge is
 * removed; one that is still in use is not.
 * @param mode octal, such as `0660`
 * @throws the system's error, such as EADDRINUSE; Error for a path that is not a socket
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
    // `listen` creates the socket with the permissions that the umask leaves.
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
  if (!there.isSocket()) throw new Error(`${path} exists and is not a socket`);
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
