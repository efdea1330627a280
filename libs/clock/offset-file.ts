import { readFileSync } from 'node:fs';

/**
 * Reads, at each call, a whole number of milliseconds from a file. By writing it, a test moves the
 * time of every process at once. While the file is being rewritten and holds no number, the last
 * number applies.
 *
 * @throws Error at once if the file cannot be read or holds no number at first.
 */
export function readOffsets(path: string): () => number {
  let last = parse(readFileSync(path, 'utf8'));
  if (last === undefined) throw new Error(`${path}: holds no whole number of milliseconds`);
  return () => {
    last = parse(readFileSync(path, 'utf8')) ?? last ?? 0;
    return last;
  };
}

function parse(text: string): number | undefined {
  return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}
