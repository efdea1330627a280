import { existsSync, readFileSync } from 'node:fs';
import type { PositionStore } from '../ports.js';
import { writeWhole } from './files.js';

/** A position of a watch, in a file of its own. */
export function openPosition(path: string): PositionStore {
  return {
    read: () => (existsSync(path) ? readFileSync(path, 'utf8').trimEnd() : ''),
    write: (position) => writeWhole(path, `${position}\n`),
  };
}
