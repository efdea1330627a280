import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.js';

/** Events that the record does not have yet, one file each, so that a restart loses none. */
export interface WaitingEvents {
  /** @throws if it cannot be written, or too many events are waiting */
  add(id: string, bytes: Buffer): void;
  /** The oldest `limit` events by id; ids are in the order of time. */
  oldest(limit: number): { id: string; bytes: Buffer }[];
  remove(ids: readonly string[]): void;
}

const MOST = 10_000;
const SUFFIX = '.json';

/**
 * Opens the directory of waiting events, and creates it if necessary.
 * @throws Error if the directory can be neither created nor read
 */
export function openWaitingEvents(directory: string): WaitingEvents {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const list = () =>
    readdirSync(directory)
      .filter((name) => name.endsWith(SUFFIX))
      .sort();
  let count = list().length;
  return {
    add(id, bytes) {
      if (count >= MOST) throw new Error(`${MOST} events wait already`);
      writeWhole(join(directory, `${id}${SUFFIX}`), bytes);
      count += 1;
    },
    oldest: (limit) =>
      list()
        .slice(0, limit)
        .map((name) => ({
          id: name.slice(0, -SUFFIX.length),
          bytes: readFileSync(join(directory, name)),
        })),
    remove(ids) {
      for (const id of ids) rmSync(join(directory, `${id}${SUFFIX}`), { force: true });
      count = list().length;
    },
  };
}
