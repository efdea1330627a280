/** The longest that a login takes, in ms. An earlier beginning is counted as this long ago. */
const LONGEST_LOGIN_MS = 60_000;

/** When the token in a login was presented: at the login's beginning, within limits. */
export function presentationTime(began: number | undefined, now: number): number {
  return Math.min(now, Math.max(began ?? now, now - LONGEST_LOGIN_MS));
}
