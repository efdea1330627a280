import { usageError } from '../output/exit.js';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** An integer and one of `s m h d`, in seconds, as in policy documents. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  if (match === null) {
    throw usageError(
      `"${text}" is not a duration: give an integer and one of s m h d, such as 48h`,
    );
  }
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** A time: RFC 3339 (`2026-11-01T08:00:00Z`, `2026-11-01`), or a duration ago (`7d`). */
export function parseTime(text: string, now: number): Date {
  if (/^\d+[smhd]$/.test(text)) return new Date(now - parseDuration(text) * 1000);
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? new Date(text)
    : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw usageError(`"${text}" is not a time: give 2026-11-01, 2026-11-01T08:00:00Z or 7d (ago)`);
  }
  return time;
}

/** A whole number from `min` to `max`. */
export function parseWhole(text: string, limits: { min: number; max: number }): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= limits.min && value <= limits.max) return value;
  throw usageError(`"${text}" is not a whole number from ${limits.min} to ${limits.max}`);
}
