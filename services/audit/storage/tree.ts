import {
  completeNodes,
  consistencyRanges,
  foldRight,
  inclusionRanges,
  type LeafRange,
  type NodeId,
  rootOf,
} from '../../../libs/merkle/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Tree } from '../ports.js';
import { frontierOf } from './append/tree-row.js';
import { combine, type StoredRange, storedUnder } from './stored-nodes.js';

/** The tree in Postgres. */
export function createTree({ database }: { database: Queryable }): Tree {
  return {
    async head() {
      const { rows } = await database.query('select size, peaks from tree');
      const frontier = frontierOf(rows[0]);
      return { size: frontier.size, root: rootOf(frontier) };
    },
    async size() {
      const { rows } = await database.query<{ size: number }>('select size from tree');
      return rows[0]?.size ?? 0;
    },
    async rootAt(size) {
      if (size === 0) return rootOf({ size: 0, peaks: [] });
      const [root] = await hashRanges(database, [{ begin: 0, end: size }]);
      return root as Buffer;
    },
    edgeAt: (size) => hashRanges(database, completeNodes({ begin: 0, end: size }).map(leavesUnder)),
    inclusionPath: (index, size) => hashRanges(database, inclusionRanges(index, size)),
    consistencyPath: (first, second) => hashRanges(database, consistencyRanges(first, second)),
  };
}

function leavesUnder({ level, index }: NodeId): LeafRange {
  const width = 2 ** level;
  return { begin: index * width, end: (index + 1) * width };
}

/** The hash of each range of leaves, from O(log n) reads of at most 256 rows each. */
async function hashRanges(database: Queryable, ranges: readonly LeafRange[]): Promise<Buffer[]> {
  const nodes = ranges.map((range) => completeNodes(range).map(storedUnder));
  const wanted = nodes.flat();
  const [leaves, subtrees] = await Promise.all([
    readLeaves(
      database,
      wanted.filter(({ level }) => level === 0),
    ),
    readSubtrees(
      database,
      wanted.filter(({ level }) => level > 0),
    ),
  ]);
  const hashOf = (range: StoredRange) => {
    const run = (range.level === 0 ? leaves : subtrees).get(range);
    // Rows were deleted from the database directly; the rest proves nothing.
    if (run?.length !== range.end - range.begin) throw new Error('a part of the tree is missing');
    return combine(run);
  };
  return nodes.map((parts) => foldRight(parts.map(hashOf)));
}

type Runs = Map<StoredRange, Buffer[]>;

async function readLeaves(database: Queryable, ranges: readonly StoredRange[]): Promise<Runs> {
  if (ranges.length === 0) return new Map();
  const { rows } = await database.query(
    `select n, hash from unnest($1::bigint[], $2::bigint[]) with ordinality as r (begins, ends, n)
     join leaf on index >= begins and index < ends order by n, index`,
    [ranges.map(({ begin }) => begin), ranges.map(({ end }) => end)],
  );
  return grouped(ranges, rows);
}

async function readSubtrees(database: Queryable, ranges: readonly StoredRange[]): Promise<Runs> {
  if (ranges.length === 0) return new Map();
  const { rows } = await database.query(
    `select n, hash
     from unnest($1::smallint[], $2::bigint[], $3::bigint[]) with ordinality as r (at, begins, ends, n)
     join subtree on level = at and index >= begins and index < ends order by n, index`,
    [
      ranges.map(({ level }) => level),
      ranges.map(({ begin }) => begin),
      ranges.map(({ end }) => end),
    ],
  );
  return grouped(ranges, rows);
}

function grouped(ranges: readonly StoredRange[], rows: Record<string, unknown>[]): Runs {
  const runs: Runs = new Map(ranges.map((range) => [range, []]));
  for (const { n, hash } of rows) {
    runs.get(ranges[Number(n) - 1] as StoredRange)?.push(hash as Buffer);
  }
  return runs;
}
