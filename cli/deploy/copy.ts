import { readFileSync } from 'node:fs';
import { writeWhole } from '../up/installation/files.js';

/** Skips an unchanged file, because a write would make every watcher read the file again. */
export function copy(from: string, to: string, mode: number): void {
  const content = readFileSync(from, 'utf8');
  if (readIfThere(to) !== content) writeWhole(to, content, mode);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
