// The slot of one policy in the table: 48 words, three cache lines. A small policy lies entirely in
// its slot. Of a larger one the slot holds the head, and the rest lies at the end of the words. The
// first two lines hold what every decision reads.

export const SLOT = 48;

export const HASH = 0;
export const STATE = 1;
/** The length of the name in characters and, from bit 8 on, the number of sets. */
export const LENGTHS = 2;
/** Where the name is; the position of each set follows it. */
export const NAME = 3;
const INLINE_NAME = 4;
export const SHAPE = 12;
export const TAG = 13;
export const DESCRIBED = 14;
const INLINE_SETS = 15;

// Values of STATE.
export const EMPTY = 0;
export const REMOVED = 1;
export const LIVE = 2;

/** Where a name and the positions of its sets are stored; -1 if they do not fit into the slot. */
export function inlineName(slot: number, length: number): number {
  return length <= SHAPE - INLINE_NAME ? slot + INLINE_NAME : -1;
}

/** Where sets are stored; -1 if they do not fit into the slot. */
export function inlineSets(slot: number, length: number): number {
  return length <= SLOT - INLINE_SETS ? slot + INLINE_SETS : -1;
}
