import type { Clock } from './clock.js';
import { readOffsets } from './offset-file.js';

/**
 * The machine's own time, for a process without Postgres that decides nothing by this time alone.
 * @throws Error if the offset file exists and holds no number
 */
export function systemClock(options: { offsetFile?: string | undefined } = {}): Clock {
  const offset = options.offsetFile === undefined ? () => 0 : readOffsets(options.offsetFile);
  return { now: () => Date.now() + offset() };
}
