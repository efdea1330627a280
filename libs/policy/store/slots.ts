// One policy's place in the table: 48 words, three lines of memory. Small policies lie in their
// place whole; of others only the head does, and the rest at the end of the words. What every
// decision reads is in the first two lines.

export const SLOT = 48;

export const HASH = 0;
export const STATE = 1;
/** Length of the name in characters, and from bit 8 on the number of sets. */
export const LENGTHS = 2;
/** Where the name is, and behind it where each set begins. */
export const NAME = 3;
const INLINE_NAME = 4;
export const SHAPE = 12;
export const TAG = 13;
export const DESCRIBED = 14;
const INLINE_SETS = 15;

// States.
export const EMPTY = 0;
export const REMOVED = 1;
export const LIVE = 2;

/** Where the words of a name and of its sets' beginnings go; -1: they do not fit into the slot. */
export function inlineName(slot: number, length: number): number {
  return length <= SHAPE - INLINE_NAME ? slot + INLINE_NAME : -1;
}

/** Where the words of sets go; -1: they do not fit into the slot. */
export function inlineSets(slot: number, length: number): number {
  return length <= SLOT - INLINE_SETS ? slot + INLINE_SETS : -1;
}
