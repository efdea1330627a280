import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

/** What the field schemas need to know of the file that is being read. */
interface Reading {
  readonly directory: string;
  readonly warn: (message: string) => void;
}

const reading = new AsyncLocalStorage<Reading>();

/** Runs `parse` (synchronously) as the reading of a configuration file that lies in `directory`. */
export function whileReading<T>(context: Reading, parse: () => T): T {
  return reading.run(context, parse);
}

/** A path of the file being read, made absolute from that file's own directory. */
export function resolveInConfig(path: string): string {
  return resolve(reading.getStore()?.directory ?? process.cwd(), path);
}

/**
 * Passes a warning to whoever reads the configuration file. Outside of `whileReading` it does
 * nothing.
 */
export function warnInConfig(message: string): void {
  reading.getStore()?.warn(message);
}
