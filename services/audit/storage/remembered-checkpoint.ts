import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { readCheckpoint } from '../../../libs/merkle/index.js';
import type { LastSigned } from '../ports.js';

/**
 * What this replica signed last, in a local file out of reach of someone who only controls Postgres. It is written and
 * flushed before a signature leaves. Without a path it lasts as long as the process.
 *
 * @throws Error at once if the file exists and holds no checkpoint of `origin`
 */
export function rememberCheckpoint(origin: string, path: string | undefined): LastSigned {
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let last = path === undefined ? undefined : readKept(origin, path);
  return {
    get: () => last,
    set({ size, root, note }) {
      if (path !== undefined) writeDurably(path, note);
      last = { size, root };
    },
  };
}

function readKept(origin: string, path: string): { size: number; root: Buffer } | undefined {
  let note: string;
  try {
    note = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { origin: of, size, root } = readCheckpoint(note);
  if (of !== origin) throw new Error(`${path} holds a checkpoint of ${of}, not of ${origin}`);
  return { size, root: Buffer.from(root) };
}

function writeDurably(path: string, content: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
