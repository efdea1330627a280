/**
 * The largest difference between the clocks of two processes, in ms. Each follows Postgres's clock to within half of a
 * round trip.
 */
export const CLOCK_ERROR_MS = 50;

/** Whether a login that began at `begunAt` is refused because of the account's not-before. */
export function isTooEarly(begunAt: number, notBefore: number | undefined): boolean {
  return notBefore !== undefined && begunAt <= notBefore;
}
