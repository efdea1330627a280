import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import { type PublishParts, publish } from './publish.js';

/**
 * The newest checkpoint (`size` 0), or the smallest published one of at least that size, with the proof that the tree
 * of `consistentWith` leaves is its prefix (0: no proof), and the edge of that tree.
 * @throws GatepostError NOT_FOUND if none is that large yet, INVALID_ARGUMENT
 */
export async function checkpoint(
  parts: PublishParts,
  { size, consistentWith }: { readonly size: number; readonly consistentWith: number },
) {
  const { tree, checkpoints, notary } = parts;
  const found =
    size === 0
      ? ((await checkpoints.newest()) ?? (await publish(parts)))
      : (await checkpoints.from(size, 1))[0];
  if (found === undefined) {
    throw notFound(`no checkpoint of ${size} leaves or more was published yet`);
  }
  if (consistentWith > found.size) {
    throw invalidArgument('consistent_with', `more than the checkpoint's ${found.size}`);
  }
  const { verifierKeys } = notary;
  if (consistentWith === 0) return { note: found.note, consistency: [], edge: [], verifierKeys };
  const consistency = await tree.consistencyPath(consistentWith, found.size);
  const edge = await tree.edgeAt(consistentWith);
  return { note: found.note, consistency, edge, verifierKeys };
}
