import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointArchive } from '../ports.js';

const DIGITS = 16;

/**
 * Writes each checkpoint as a file of its own in a directory, such as a mounted bucket with object lock. No file is ever
 * changed. A name has the size and the number of signatures (`0000000000012345-1.checkpoint`), so a checkpoint that
 * witnesses cosigned later is a file beside the first one.
 */
export function checkpointArchive(directory: string): CheckpointArchive {
  return {
    async write({ size, note }) {
      await mkdir(directory, { recursive: true, mode: 0o750 });
      const [text, signatures] = halvesOf(note);
      const count = signatures.split('\n').length - 1;
      const path = join(directory, `${`${size}`.padStart(DIGITS, '0')}-${count}.checkpoint`);
      if (await writeOnce(path, note)) return;
      if (halvesOf(await readFile(path, 'utf8'))[0] === text) return;
      throw new Error(`${path} has another checkpoint of this size`);
    },
  };
}

/** A note's text, and its lines of signatures. */
function halvesOf(note: string): [text: string, signatures: string] {
  const end = note.lastIndexOf('\n\n') + 2;
  return [note.slice(0, end), note.slice(end)];
}

/** False: the file was there. On disk once it returns. */
async function writeOnce(path: string, content: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o440).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}
