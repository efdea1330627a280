import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from './processes.js';

/** A file system in memory, if the system has one. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;
const PREFIX = 'gatepost-scratch-';

/**
 * A directory for the clusters of a test. Making and dropping databases is mostly making and
 * deleting files, so the directory lies in memory if there is room (4 GiB), else among temporary
 * files. Nothing in it is on a disk: a measurement of a disk needs a directory of its own.
 */
export function makeScratch(): string {
  const inMemory = hasRoom();
  if (inMemory) removeAbandoned();
  const dir = mkdtempSync(join(inMemory ? MEMORY : tmpdir(), `${PREFIX}${process.pid}-`));
  // Started by root, Postgres runs as another user, who must be able to get here.
  chmodSync(dir, 0o711);
  return dir;
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Otherwise, what a killed run left behind would take memory until the system restarts. */
function removeAbandoned(): void {
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || identify(Number(pid)) !== undefined) continue;
    try {
      rmSync(join(MEMORY, name), { recursive: true, force: true });
    } catch {
      // Another user's, or something is mounted in it. It is in nobody's way.
    }
  }
}
