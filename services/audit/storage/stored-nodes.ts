import { appendLeaves, EMPTY_FRONTIER, type NodeId, rootOf } from '../../../libs/merkle/index.js';

/** Every 8th level is stored, so any other node is computed from at most 128 nodes of the stored level below it. */
const STEP = 8;

/** Whether a complete subtree has its own row. Leaves are stored in their own table. */
export function isStored({ level }: NodeId): boolean {
  return level % STEP === 0;
}

/** The stored nodes that make up a node: at one level, from `begin` up to but not including `end`. */
export interface StoredRange {
  readonly level: number;
  readonly begin: number;
  readonly end: number;
}

/** The stored nodes below `node`, or `node` itself if it is stored. */
export function storedUnder({ level, index }: NodeId): StoredRange {
  const width = 2 ** (level % STEP);
  return { level: level - (level % STEP), begin: index * width, end: (index + 1) * width };
}

/** The hash of a node from the hashes of the stored nodes below it. */
export function combine(hashes: readonly Buffer[]): Buffer {
  return rootOf(appendLeaves(EMPTY_FRONTIER, hashes));
}
