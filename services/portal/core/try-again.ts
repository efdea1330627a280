const FIRST_MS = 2_000;
const MOST_MS = 15 * 60_000;
/** How long to keep telling a client that does not accept a logout token. */
const LASTS_MS = 6 * 3_600_000;

/**
 * When to try again. Undefined if it is time to give up.
 * @param tries made so far, 1 or more
 * @param since when the first try was due, in ms since the epoch
 */
export function tryAgainAt(tries: number, since: number, now: number): number | undefined {
  const at = now + Math.min(FIRST_MS * 4 ** (tries - 1), MOST_MS);
  return at > since + LASTS_MS ? undefined : at;
}
