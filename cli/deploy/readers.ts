import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '../up/installation/services.js';

export type Reader = ServiceName | 'postgres' | 'nats' | 'operator';

/**
 * User ids: that of our image, which also runs NATS, and the one that Postgres's image creates for
 * itself.
 */
const OURS = 65_532;
const POSTGRES = 999;

/** Gives a directory and everything in it to the user that reads it in a container. */
export function giveTo(reader: Reader, dir: string): void {
  const id = reader === 'postgres' ? POSTGRES : OURS;
  chownSync(dir, id, id);
  chmodSync(dir, 0o700);
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) giveTo(reader, path);
    else chownSync(path, id, id);
  }
}
