import { readFile } from 'node:fs/promises';
import type { Log } from '../log/index.js';

/** A value made from files, and made again when they change. */
export interface Reloader<T> {
  current(): T;
  /** Reads the files now. When this resolves, a new value is in force. */
  check(): Promise<void>;
  close(): void;
}

const EVERY_MS = 2000;

/**
 * Makes a value from the content of `files` now, and again whenever it changes. The files are read
 * every two seconds, so renames and swapped symbolic links are noticed too. If `make` throws, the
 * old value stays in force and the error is logged once.
 * @throws whatever `make` throws for the first content
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
