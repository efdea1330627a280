/** How many notices a person gets, and how long data about them is kept. In ms. */
export interface Limits {
  /** Notices of `daily` kinds in 24 hours. Further ones go into a digest. */
  readonly perDay: number;
  /** How long a network or program counts as known after its last use. */
  readonly seenForMs: number;
}

export const DAY_MS = 86_400_000;
/** The most notices that a digest lists. The others are only counted. */
export const MOST_LISTED = 50;
/** How long sending a mail is tried, as mail servers do (RFC 5321 section 4.5.4.1). */
export const GIVE_UP_MS = 5 * DAY_MS;

/**
 * A network or program is familiar once it has been seen for this long. A sign-in can be disowned for less, however late
 * its mail is sent. A trial of a policy waits as long before it calls a sign-in genuine.
 */
export const FAMILIAR_MS = 14 * DAY_MS;

/** How long a kind of mail is worth sending: not after its link has expired. */
export function giveUpMs(kind: string): number {
  return kind === 'confirm-address' ? DAY_MS : GIVE_UP_MS;
}

/** How often writing a mail is tried, over some three hours. After that, further tries would not help. */
export const MOST_WRITING = 10;
/**
 * The most times that a mail is claimed, whatever happens. It exceeds the tries of five days, and also ends a mail that
 * crashes the replica which claims it.
 */
export const MOST_ATTEMPTS = 200;

/** How long to wait before the next attempt: half a minute, doubled each time, an hour at most. */
export function pauseMs(attempts: number): number {
  return Math.min(3_600_000, 30_000 * 2 ** Math.max(0, attempts - 1));
}
