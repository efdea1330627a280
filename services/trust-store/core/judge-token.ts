/** Where a presented token stands in the succession of its device. Times in ms since the epoch. */
export interface TokenStanding {
  /** Its own number in the succession. */
  readonly seq: number;
  /** The highest number that has been presented. */
  readonly presentedSeq: number;
  /** When its successor was first presented, if it was. */
  readonly successorPresentedAt: number | undefined;
}

/**
 * - `current`: presented before, its successor was not.
 * - `first-use`: presented for the first time; its predecessor is good no longer.
 * - `overtaken`: good when the login that carried it began; its successor was presented meanwhile.
 * - `stolen`: superseded by a token that had been used: two hold copies of what one should hold.
 */
export type TokenVerdict = 'current' | 'first-use' | 'overtaken' | 'stolen';

/** Judges a token whose login began at `presentedAt`. Only after the password was right. */
export function judgeToken(standing: TokenStanding, presentedAt: number): TokenVerdict {
  const { seq, presentedSeq, successorPresentedAt } = standing;
  if (seq > presentedSeq) return 'first-use';
  if (seq === presentedSeq) return 'current';
  // Without the time of the successor (it is that long ago) there is nothing to overlap with.
  if (successorPresentedAt !== undefined && presentedAt < successorPresentedAt) return 'overtaken';
  return 'stolen';
}
