import { readFileSync } from 'node:fs';
import { CliError, EXIT } from '../output/exit.js';

/** A file's bytes; `-` is stdin. */
export function readInput(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CliError(`${path} cannot be read (${why})`, EXIT.usage);
  }
}
