import type { CompiledGraceGroup } from './compiled.js';

/** Until when people without a second factor are let in where OTP alone is missing. */
export interface Grace {
  /** ms since the epoch; null: no grace */
  readonly graceUntil: number | null;
  readonly graceGroups: readonly Pick<CompiledGraceGroup, 'who' | 'until'>[];
}

/**
 * When the grace period of one account ends, in ms since the epoch; null if it has none. The day of
 * a group replaces that of everybody else, and of several groups the earliest counts.
 *
 * @param isAmong whether the account is in the member set of that index
 */
export function graceEnd(
  { graceUntil, graceGroups }: Grace,
  isAmong: (who: number) => boolean,
): number | null {
  let end: number | null = null;
  for (const { who, until } of graceGroups) {
    if ((end === null || until < end) && isAmong(who)) end = until;
  }
  return end ?? graceUntil;
}

/** Every day on which a grace period ends, each once, the earliest first. */
export function graceEnds(grace: Grace | null | undefined): number[] {
  if (grace == null) return [];
  const ends = grace.graceGroups.map(({ until }) => until);
  if (grace.graceUntil !== null) ends.push(grace.graceUntil);
  return [...new Set(ends)].sort((x, y) => x - y);
}
