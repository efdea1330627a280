import type { Ranges } from '../compile/ranges.js';

/**
 * A set of addresses as words in one place, so that a look-up rarely waits for memory:
 * - the number of IPv4 intervals, the number of IPv6 intervals, and the shift of the directory
 * - the IPv4 intervals: first and last address
 * - the IPv6 intervals: four words of the first address, four of the last
 * - for a large IPv4 set, a directory: the addresses from the set's first to its last are cut
 *   into parts of 2^shift addresses, and each part has the index of the first interval that does
 *   not end before it
 */
export const HEADER = 3;
/** The shift that means: there is no directory. */
export const NO_DIRECTORY = 32;

const DIRECTORY_FROM = 64;
/** On average: as many as fit into one cache line. */
const INTERVALS_A_PART = 8;

/** Packs sorted, disjoint intervals into the layout above. */
export function packRanges({ v4, v6 }: Ranges): Uint32Array {
  const count = v4.length / 2;
  const shift = count < DIRECTORY_FROM ? NO_DIRECTORY : shiftFor(v4);
  const directory = shift === NO_DIRECTORY ? [] : directoryOf(v4, shift);
  const packed = new Uint32Array(HEADER + v4.length + v6.length + directory.length);
  packed.set([count, v6.length / 8, shift]);
  packed.set(v4, HEADER);
  packed.set(v6, HEADER + v4.length);
  packed.set(directory, HEADER + v4.length + v6.length);
  return packed;
}

/** The length, in words, of the set that begins at `at`. */
export function packedLength(words: Uint32Array, at: number): number {
  const v4 = 2 * (words[at] as number);
  const shift = words[at + 2] as number;
  const lists = HEADER + v4 + 8 * (words[at + 1] as number);
  if (shift === NO_DIRECTORY) return lists;
  const first = words[at + HEADER] as number;
  const last = words[at + HEADER + v4 - 1] as number;
  return lists + ((last - first) >>> shift) + 2;
}

function shiftFor(v4: readonly number[]): number {
  const span = (v4.at(-1) as number) - (v4[0] as number);
  let shift = 0;
  while (span / 2 ** shift > v4.length / 2 / INTERVALS_A_PART) shift++;
  return shift;
}

/**
 * One entry for each part, and one more: a part's intervals end where those of the next part begin.
 */
function directoryOf(v4: readonly number[], shift: number): number[] {
  const first = v4[0] as number;
  const parts = (((v4.at(-1) as number) - first) >>> shift) + 1;
  const directory: number[] = [];
  let interval = 0;
  for (let part = 0; part < parts; part++) {
    const start = first + part * 2 ** shift;
    while ((v4[2 * interval + 1] as number) < start) interval++;
    directory.push(interval);
  }
  directory.push(v4.length / 2 - 1);
  return directory;
}
