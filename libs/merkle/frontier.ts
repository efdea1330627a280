import { emptyRoot, HASH_SIZE, type Hash, hashChildren } from './hash.js';

/**
 * All that is needed to append to a tree: its size and the roots of its complete subtrees, the
 * largest (leftmost) first; one for each 1 in the binary size.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

/** A complete subtree: the 2^level leaves from index · 2^level on. Level 0 is a leaf. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/**
 * The frontier after more leaves. `completed` is called once for each inner node that becomes
 * complete, always for a child before its parent.
 */
export function appendLeaves(
  frontier: Frontier,
  leafHashes: readonly Hash[],
  completed?: (node: NodeId, hash: Hash) => void,
): Frontier {
  const peaks = [...frontier.peaks];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    let hash = leaf;
    let index = size;
    for (let level = 1; index % 2 === 1; level++) {
      hash = hashChildren(peaks.pop() as Hash, hash);
      index = (index - 1) / 2;
      completed?.({ level, index }, hash);
    }
    peaks.push(hash);
    size++;
  }
  return { size, peaks };
}

/** MTH of the whole tree (RFC 6962 section 2.1). */
export function rootOf(frontier: Frontier): Hash {
  return frontier.peaks.length === 0 ? emptyRoot() : foldRight(frontier.peaks);
}

/** Hashes neighbouring complete subtrees together, each smaller than the one to its left. */
export function foldRight(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => hashChildren(left, right));
}

/** The peaks as one sequence of octets, for storage. */
export function packHashes(hashes: readonly Uint8Array[]): Buffer {
  return Buffer.concat(hashes);
}

/** @throws RangeError if the octets are not hashes of 32 each */
export function unpackHashes(octets: Uint8Array): Hash[] {
  if (octets.length % HASH_SIZE !== 0) throw new RangeError('not a run of hashes');
  const all = Buffer.from(octets);
  const hashes: Hash[] = [];
  for (let at = 0; at < all.length; at += HASH_SIZE) hashes.push(all.subarray(at, at + HASH_SIZE));
  return hashes;
}

/** The number of peaks in a tree of this size: the number of ones in the binary size. */
export function peakCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
