import type { NodeId } from './frontier.js';

/** Leaves from `begin` up to, but not including, `end`. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * The ranges whose hashes are the audit path of a leaf, leaf to root (RFC 6962 section 2.1.1).
 * @throws RangeError unless 0 <= index < size
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  }
  const path: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
    }
  }
  return path.reverse();
}

/**
 * The ranges whose hashes prove that the tree of `first` leaves is a prefix of the tree of `second`
 * (RFC 6962 section 2.1.2). Empty for equal sizes.
 * @throws RangeError unless 0 < first <= second
 */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  if (!isCount(first) || !isCount(second) || first < 1 || first > second) {
    throw new RangeError(`a tree of ${first} cannot be a prefix of one of ${second}`);
  }
  const path: LeafRange[] = [];
  let [begin, end] = [0, second];
  // While the old tree ends inside the current range, not at its end.
  while (first !== end) {
    const middle = begin + splitPoint(end - begin);
    if (first <= middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
    }
  }
  // If the remaining range is the whole old tree, the verifier already has its root.
  if (begin > 0) path.push({ begin, end });
  return path.reverse();
}

/**
 * The complete subtrees of a range, left to right, each smaller than the one before. The range must
 * start at a multiple of the power of two that holds it, as the ranges of proofs do.
 */
export function completeNodes({ begin, end }: LeafRange): NodeId[] {
  const nodes: NodeId[] = [];
  let at = begin;
  while (at < end) {
    const level = floorLog2(end - at);
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The largest power of two below n; n is at least 2. */
function splitPoint(n: number): number {
  const power = 2 ** floorLog2(n);
  return power === n ? power / 2 : power;
}

/** Math.log2 rounds: just below a large power of two it gives that power's exponent. */
function floorLog2(n: number): number {
  const level = Math.floor(Math.log2(n));
  return 2 ** level > n ? level - 1 : level;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
