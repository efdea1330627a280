import {
  appendLeaves,
  type Frontier,
  type NodeId,
  rootOf,
  sameHash,
} from '../../../libs/merkle/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { SignedTree } from '../ports.js';
import { isStored } from './stored-nodes.js';

/** A complete subtree that has its own row, with the hash it should have. */
export interface StoredNode extends NodeId {
  readonly hash: Buffer;
}

/** What is read of a leaf: enough for the tree, for the numbers and for the sum of payloads. */
export interface ScannedLeaf {
  readonly hash: Buffer;
  readonly source: number;
  readonly sequence: number;
  readonly octets: number;
}

export interface ScanFrom {
  readonly frontier: Frontier;
  readonly signed: readonly SignedTree[];
  /** The most leaves to read. */
  readonly page: number;
}

export interface ScannedPage {
  readonly frontier: Frontier;
  readonly leaves: readonly ScannedLeaf[];
  /** Complete subtrees that are not stored as they should be. */
  readonly wrong: readonly StoredNode[];
  /** The signed tree that the leaves do not make. */
  readonly differsFrom: SignedTree | undefined;
  /** There are no more leaves. */
  readonly last: boolean;
}

/** How many leaves are read at once. */
export const PAGE = 8192;

/** Reads the leaves that follow `frontier`, and compares the subtrees they complete with the stored ones. */
export async function scanPage(
  database: Queryable,
  { frontier, signed, page }: ScanFrom,
): Promise<ScannedPage> {
  const leaves = await readPage(database, frontier.size, page);
  const hashes = leaves.map(({ hash }) => hash);
  const nodes: StoredNode[] = [];
  const completed = (node: NodeId, hash: Buffer) => {
    if (isStored(node)) nodes.push({ ...node, hash });
  };
  const end = frontier.size + hashes.length;
  const due = signed
    .filter(({ size }) => size > frontier.size && size <= end)
    .toSorted((x, y) => x.size - y.size);
  let grown = frontier;
  let differsFrom: SignedTree | undefined;
  for (const tree of due) {
    const begin = grown.size - frontier.size;
    grown = appendLeaves(grown, hashes.slice(begin, tree.size - frontier.size), completed);
    if (!sameHash(rootOf(grown), tree.root)) differsFrom ??= tree;
  }
  grown = appendLeaves(grown, hashes.slice(grown.size - frontier.size), completed);
  const wrong = await findWrong(database, nodes);
  return { frontier: grown, leaves, wrong, differsFrom, last: leaves.length < page };
}

/** The leaves from `from` on, up to the first one that is missing. */
async function readPage(
  database: Queryable,
  from: number,
  page: number,
): Promise<readonly ScannedLeaf[]> {
  const { rows } = await database.query<ScannedLeaf & { readonly index: number }>(
    { name: 'scan-leaves', text: SCAN },
    [from, from + page],
  );
  const gap = rows.findIndex(({ index }, at) => index !== from + at);
  return gap < 0 ? rows : rows.slice(0, gap);
}

const SCAN = `select index, hash, source, sequence, coalesce(octet_length(event), 0) as octets
  from leaf where index >= $1 and index < $2 order by index`;

async function findWrong(
  database: Queryable,
  nodes: readonly StoredNode[],
): Promise<readonly StoredNode[]> {
  if (nodes.length === 0) return [];
  const { rows } = await database.query<{ n: number }>(
    `select n::int from unnest($1::smallint[], $2::bigint[], $3::bytea[]) with ordinality
       as due (level, index, hash, n)
     left join subtree on subtree.level = due.level and subtree.index = due.index
     where subtree.hash is distinct from due.hash`,
    [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
    ],
  );
  return rows.map(({ n }) => nodes[n - 1] as StoredNode);
}
