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

/** A file system in memory, where the system has one. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;
const PREFIX = 'gatepost-scratch-';

/**
 * A directory for the clusters of a test. Making and dropping databases is mostly making and deleting
 * files, so it lies in memory where there is room (4 GiB), else among temporary files. Nothing in it is
 * on a disk: what measures a disk takes a directory of its own.
 */
export function makeScratch(): string {
  const inMemory = hasRoom();
  if (inMemory) removeAbandoned();
  const dir = mkdtempSync(join(inMemory ? MEMORY : tmpdir(), `${PREFIX}${process.pid}-`));
  // As root, Postgres runs as another user, who has to get here.
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

/** What a run that was killed left behind would take memory until the system starts anew. */
function removeAbandoned(): void {
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || identify(Number(pid)) !== undefined) continue;
    rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}
