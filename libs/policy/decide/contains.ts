import type { AddressWords } from '../../names/address.js';
import { HEADER, NO_DIRECTORY } from './packed-ranges.js';

/**
 * Whether an address lies in the packed set that begins at `at`. A binary search; it allocates
 * nothing.
 */
export function contains(words: Uint32Array, at: number, address: AddressWords): boolean {
  return address.family === 4 ? inV4(words, at, address.d) : inV6(words, at, address);
}

function inV4(words: Uint32Array, at: number, word: number): boolean {
  const count = words[at] as number;
  const shift = words[at + 2] as number;
  const edges = at + HEADER;
  let low = 0;
  let high = count;
  if (shift !== NO_DIRECTORY) {
    const first = words[edges] as number;
    const end = edges + 2 * count;
    if (word < first || word > (words[end - 1] as number)) return false;
    const part = end + 8 * (words[at + 1] as number) + ((word - first) >>> shift);
    low = words[part] as number;
    high = words[part + 1] as number;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[edges + 2 * middle + 1] as number) < word) low = middle + 1;
    else high = middle;
  }
  return low < count && (words[edges + 2 * low] as number) <= word;
}

function inV6(words: Uint32Array, at: number, address: AddressWords): boolean {
  const count = words[at + 1] as number;
  const edges = at + HEADER + 2 * (words[at] as number);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(words, edges + 8 * middle + 4, address) < 0) low = middle + 1;
    else high = middle;
  }
  return low < count && compareAt(words, edges + 8 * low, address) <= 0;
}

/** Compares the address stored at `index` with `address`, as for `sort`. */
function compareAt(words: Uint32Array, index: number, address: AddressWords): number {
  return (
    (words[index] as number) - address.a ||
    (words[index + 1] as number) - address.b ||
    (words[index + 2] as number) - address.c ||
    (words[index + 3] as number) - address.d
  );
}
