import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own that can be filled. */
export interface SmallDisk {
  /** Leaves no octet free. */
  fill(): void;
  /** Frees what `fill` took. */
  free(): void;
  unmount(): void;
}

const PIECE = Buffer.alloc(64 * 1024);

/** Mounts a tmpfs at `dir`. Undefined: this user may not mount. */
export function useSmallDisk(dir: string, mib: number): SmallDisk | undefined {
  const line = ['-t', 'tmpfs', '-o', `size=${mib}m,mode=0700`, 'tmpfs', dir];
  if (spawnSync('mount', line).status !== 0) return undefined;
  const ballast = join(dir, 'ballast');
  return {
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (;;) writeSync(file, PIECE);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => void spawnSync('umount', ['--lazy', dir]),
  };
}
