/** No login takes longer, in ms: what is said to have begun before that began then. */
const LONGEST_LOGIN_MS = 60_000;

/** When what a login carries was presented: at its beginning, as far as that can be. */
export function presentationTime(began: number | undefined, now: number): number {
  return Math.min(now, Math.max(began ?? now, now - LONGEST_LOGIN_MS));
}
