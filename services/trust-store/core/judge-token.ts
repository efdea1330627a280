/** The position of a presented token in its device's succession. Times are in ms since the epoch. */
export interface TokenPosition {
  /** The token's own number in the succession. */
  readonly seq: number;
  /** The highest number that has been presented. */
  readonly presentedSeq: number;
  /** When its successor was first presented, if it was. */
  readonly successorPresentedAt: number | undefined;
}

/**
 * - `current`: presented before; its successor was not.
 * - `first-use`: presented for the first time; its predecessor is no longer valid.
 * - `overtaken`: valid when the login that carried it began; its successor was presented meanwhile.
 * - `stolen`: superseded by a token that had been used, so two parties hold copies.
 */
export type TokenVerdict = 'current' | 'first-use' | 'overtaken' | 'stolen';

/** Judges a token whose login began at `presentedAt`. Call it only after the password was right. */
export function judgeToken(position: TokenPosition, presentedAt: number): TokenVerdict {
  const { seq, presentedSeq, successorPresentedAt } = position;
  if (seq > presentedSeq) return 'first-use';
  if (seq === presentedSeq) return 'current';
  // Without a time the successor was presented long ago, so the logins did not overlap.
  if (successorPresentedAt !== undefined && presentedAt < successorPresentedAt) return 'overtaken';
  return 'stolen';
}
