/** How many notices a person gets, and how long what is kept of them stays. In ms. */
export interface Limits {
  /** Notices of a `daily` kind in 24 hours; the others go into a digest. */
  readonly perDay: number;
  /** How long a network or program counts as known after it was used last. */
  readonly seenForMs: number;
}

export const DAY_MS = 86_400_000;
/** A network or program is familiar once it was seen so long: as long as a sign-in can be disowned. */
export const FAMILIAR_MS = 7 * DAY_MS;
/** A digest lists so many, and counts the others. */
export const MOST_LISTED = 50;
/** How long a mail is tried, as mail servers do it (RFC 5321 section 4.5.4.1). */
export const GIVE_UP_MS = 5 * DAY_MS;

/** How long a kind of mail is worth sending: a link that is over is not. */
export function giveUpMs(kind: string): number {
  return kind === 'confirm-address' ? DAY_MS : GIVE_UP_MS;
}

/** A mail that cannot be written is tried so often, over some three hours: no other try would write it. */
export const MOST_WRITING = 10;
/**
 * Whatever happens to a mail, it is claimed no more often than this: more than five days of tries take,
 * and an end for one that ends the replica that has it.
 */
export const MOST_ATTEMPTS = 200;

/** How long to wait before the next attempt: half a minute, doubled each time, an hour at most. */
export function pauseMs(attempts: number): number {
  return Math.min(3_600_000, 30_000 * 2 ** Math.max(0, attempts - 1));
}
