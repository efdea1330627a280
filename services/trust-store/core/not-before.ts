/**
 * How far two processes' clocks may be apart, in ms. Each follows Postgres's, to half of a round
 * trip.
 */
export const CLOCK_ERROR_MS = 50;

/** Whether a login that began at `begunAt` is refused, for it began before the account's not-before. */
export function isTooEarly(begunAt: number, notBefore: number | undefined): boolean {
  return notBefore !== undefined && begunAt <= notBefore;
}
