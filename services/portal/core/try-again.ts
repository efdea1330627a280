const FIRST_MS = 2_000;
const MOST_MS = 15 * 60_000;
/** How long a client is tried that does not take what it is told. */
const LASTS_MS = 6 * 3_600_000;

/**
 * When to try again; undefined: no more.
 * @param tries made so far, 1 and up
 * @param since when it was due first, ms since the epoch
 */
export function tryAgainAt(tries: number, since: number, now: number): number | undefined {
  const at = now + Math.min(FIRST_MS * 4 ** (tries - 1), MOST_MS);
  return at > since + LASTS_MS ? undefined : at;
}
