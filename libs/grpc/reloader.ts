import { readFile } from 'node:fs/promises';
import type { Log } from '../log/index.js';

/** A value made from files, made again when they change. */
export interface Reloader<T> {
  current(): T;
  /** Looks now. A new value is in force when this resolves. */
  check(): Promise<void>;
  close(): void;
}

const EVERY_MS = 2000;

/**
 * Makes a value of the content of `files` now, and again whenever a content changes (they are read
 * every two seconds: renames, and links that are swapped, are seen alike). A content that `make`
 * refuses leaves the old value in force and is logged once.
 * @throws whatever `make` throws of the first content
 */
export async function reloadFrom<T>(options: {
  files: readonly string[];
  make: (contents: readonly Buffer[]) => T;
  what: string;
  log: Log;
  onChange?: (value: T) => void;
}): Promise<Reloader<T>> {
  const { files, make, what, log, onChange } = options;
  const read = () => Promise.all(files.map((file) => readFile(file)));
  let seen = await read();
  let value = make(seen);
  let complaint = '';

  const check = async () => {
    try {
      const contents = await read();
      if (contents.every((content, i) => seen[i]?.equals(content))) return;
      seen = contents;
      value = make(contents);
      complaint = '';
      onChange?.(value);
      log.info(`${what} read again`, { files });
    } catch (error) {
      if (complaint === String(error)) return;
      complaint = String(error);
      log.error(`${what} cannot be read again: the old one stays in force`, { error });
    }
  };
  const timer = setInterval(() => void check(), EVERY_MS);
  timer.unref();
  return { current: () => value, check, close: () => clearInterval(timer) };
}
