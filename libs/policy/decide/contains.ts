import type { AddressWords } from '../../names/address.js';
import type { Ranges } from '../compile/ranges.js';

/** Whether an address lies in the set: a binary search that allocates nothing. */
export function contains(ranges: Ranges, address: AddressWords): boolean {
  return address.family === 4 ? inV4(ranges.v4, address.d) : inV6(ranges.v6, address);
}

function inV4(edges: readonly number[], word: number): boolean {
  let low = 0;
  let high = edges.length >>> 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[2 * middle + 1] as number) < word) low = middle + 1;
    else high = middle;
  }
  return 2 * low < edges.length && (edges[2 * low] as number) <= word;
}

function inV6(edges: readonly number[], address: AddressWords): boolean {
  let low = 0;
  let high = edges.length >>> 3;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(edges, 8 * middle + 4, address) < 0) low = middle + 1;
    else high = middle;
  }
  return 8 * low < edges.length && compareAt(edges, 8 * low, address) <= 0;
}

/** The address at `index` compared with `address`. */
function compareAt(edges: readonly number[], index: number, address: AddressWords): number {
  return (
    (edges[index] as number) - address.a ||
    (edges[index + 1] as number) - address.b ||
    (edges[index + 2] as number) - address.c ||
    (edges[index + 3] as number) - address.d
  );
}
