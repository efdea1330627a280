import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '../up/installation/services.js';

export type Reader = ServiceName | 'postgres' | 'nats' | 'operator';

/** The user of our image, which runs NATS too; and the one that Postgres's image makes for itself. */
const OURS = 65_532;
const POSTGRES = 999;

/** Gives a directory and all in it to the user that its reader is in a container. */
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
