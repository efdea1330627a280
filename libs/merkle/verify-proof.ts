import { HASH_SIZE, type Hash, hashChildren, sameHash } from './hash.js';

/**
 * The root that an audit path leads to (RFC 9162 section 2.1.3.2). Undefined if the path does not
 * have the length and form that this leaf must have in this tree.
 */
export function rootFromInclusion(proof: {
  index: number;
  size: number;
  leafHash: Uint8Array;
  path: readonly Uint8Array[];
}): Hash | undefined {
  const { index, size, leafHash, path } = proof;
  if (!isIndex(index, size) || leafHash.length !== HASH_SIZE || !areHashes(path)) return undefined;
  let [at, last] = [index, size - 1];
  let hash: Hash = Buffer.from(leafHash);
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = hashChildren(sibling, hash);
      // A last node without a sibling moves up unchanged.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else {
      hash = hashChildren(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

/** Whether `path` proves that the leaf is at `index` in the tree of `size` leaves under `root`. */
export function verifyInclusion(proof: {
  index: number;
  size: number;
  leafHash: Uint8Array;
  path: readonly Uint8Array[];
  root: Uint8Array;
}): boolean {
  const root = rootFromInclusion(proof);
  return root !== undefined && sameHash(root, proof.root);
}

/**
 * Whether `path` proves that the tree of `first` leaves is a prefix of the tree of `second` (RFC
 * 9162 section 2.1.4.2). Every tree extends the empty one; the path is then empty.
 */
export function verifyConsistency(proof: {
  first: number;
  second: number;
  firstRoot: Uint8Array;
  secondRoot: Uint8Array;
  path: readonly Uint8Array[];
}): boolean {
  const { first, second, firstRoot, secondRoot, path } = proof;
  if (!isIndex(first, second + 1) || !areHashes([firstRoot, secondRoot, ...path])) return false;
  if (first === second) return path.length === 0 && sameHash(firstRoot, secondRoot);
  if (first === 0) return path.length === 0;
  let [at, last] = [first - 1, second - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // If the old tree is one complete subtree, its root is the node that the path would begin with.
  const [start, ...rest] = at === 0 ? [firstRoot, ...path] : path;
  if (start === undefined) return false;
  let oldHash: Hash = Buffer.from(start);
  let newHash = oldHash;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = hashChildren(sibling, oldHash);
      newHash = hashChildren(sibling, newHash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else {
      newHash = hashChildren(newHash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameHash(oldHash, firstRoot) && sameHash(newHash, secondRoot);
}

/** Not a shift, because sizes may exceed 2^31. */
function half(n: number): number {
  return Math.floor(n / 2);
}

function isIndex(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_SIZE);
}
