import { accept, type Parsed, refuse } from '../../names/parsed.js';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const LONGEST_DAYS = 36_500;

export const DURATION = /^([1-9][0-9]{0,9})([smhd])$/;
export const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** Reads a duration such as `48h` into milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const parts = DURATION.exec(text);
  if (parts === null) return refuse('a duration is an integer above 0 and one of s, m, h, d');
  const seconds = Number(parts[1]) * SECONDS[parts[2] as keyof typeof SECONDS];
  if (seconds > LONGEST_DAYS * SECONDS.d) return refuse(`longer than ${LONGEST_DAYS}d`);
  return accept(seconds * 1000);
}

/** Reads a calendar day such as `2027-01-31` as its 00:00 UTC, in ms since the epoch. */
export function parseDay(text: string): Parsed<number> {
  const parts = DATE.exec(text);
  if (parts === null) return refuse('a day is written YYYY-MM-DD');
  const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  // Date.UTC turns February 30 into March, and reads years below 100 as 19xx.
  if (new Date(time).toISOString().slice(0, 10) !== text) return refuse('there is no such day');
  return accept(time);
}

/** Formats milliseconds as the shortest equal duration. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (ms % (SECONDS[unit] * 1000) === 0) return `${ms / (SECONDS[unit] * 1000)}${unit}`;
  }
  return `${ms / 1000}s`;
}
