import { appendLeaves, EMPTY_FRONTIER, type NodeId, rootOf } from '../../../libs/merkle/index.js';

/** Every 8th level is stored: a node between is made of at most 128 of the level below it. */
const STEP = 8;

/** Whether a complete subtree has a row of its own. Leaves have, in their own table. */
export function isStored({ level }: NodeId): boolean {
  return level % STEP === 0;
}

/** The stored nodes that a node is made of: at one level, from `begin` to before `end`. */
export interface StoredRange {
  readonly level: number;
  readonly begin: number;
  readonly end: number;
}

/** The stored nodes below `node`: `node` itself if it is stored. */
export function storedUnder({ level, index }: NodeId): StoredRange {
  const width = 2 ** (level % STEP);
  return { level: level - (level % STEP), begin: index * width, end: (index + 1) * width };
}

/** The hash of a node from those of the stored ones it is made of. */
export function combine(hashes: readonly Buffer[]): Buffer {
  return rootOf(appendLeaves(EMPTY_FRONTIER, hashes));
}
