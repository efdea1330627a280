import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

/** What field schemas need to know about the file being read. */
interface Reading {
  readonly directory: string;
  readonly warn: (message: string) => void;
}

const reading = new AsyncLocalStorage<Reading>();

/** Runs `parse` (synchronously) while a configuration file in `directory` is read. */
export function whileReading<T>(context: Reading, parse: () => T): T {
  return reading.run(context, parse);
}

/** Makes a path in the file being read absolute, starting at that file's directory. */
export function resolveInConfig(path: string): string {
  return resolve(reading.getStore()?.directory ?? process.cwd(), path);
}

/**
 * Passes a warning to whoever reads the configuration file. Does nothing outside `whileReading`.
 */
export function warnInConfig(message: string): void {
  reading.getStore()?.warn(message);
}
