import {
  appendLeaves,
  type Frontier,
  packHashes,
  peakCount,
  unpackHashes,
} from '../../../../libs/merkle/index.js';
import type { Queryable } from '../../../../libs/pg/index.js';
import { isStored } from '../stored-nodes.js';
import type { Line } from './lines.js';

/** Locks the tree until the transaction ends, so that nobody else appends to it. */
export async function holdTree(tx: Queryable): Promise<Frontier> {
  const { rows } = await tx.query('select size, peaks from tree for update', []);
  return frontierOf(rows[0]);
}

/** @throws Error if the row is not a valid tree, because appending to it would corrupt the record permanently */
export function frontierOf(row: Record<string, unknown> | undefined): Frontier {
  if (row === undefined) throw new Error('the tree is missing');
  const size = Number(row.size);
  const peaks = unpackHashes(row.peaks as Buffer);
  if (peaks.length !== peakCount(size)) throw new Error(`a tree of ${size} has other peaks`);
  return { size, peaks };
}

/** Grows the held tree by leaves that were inserted. */
export async function growTree(
  tx: Queryable,
  tree: Frontier,
  lines: readonly Line[],
): Promise<void> {
  const nodes: { level: number; index: number; hash: Buffer }[] = [];
  const grown = appendLeaves(
    tree,
    lines.map((line) => line.hash),
    (node, hash) => {
      if (isStored(node)) nodes.push({ ...node, hash });
    },
  );
  const octets = lines.reduce((sum, line) => sum + line.bytes.length, 0);
  if (nodes.length > 0) {
    await tx.query(
      'insert into subtree (level, index, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])',
      [nodes.map((n) => n.level), nodes.map((n) => n.index), nodes.map((n) => n.hash)],
    );
  }
  await tx.query('update tree set size = $1, peaks = $2, payload_octets = payload_octets + $3', [
    grown.size,
    packHashes(grown.peaks),
    octets,
  ]);
}
