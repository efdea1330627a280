import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import { type PublishParts, publish } from './publish.js';

/**
 * The newest checkpoint (`size` 0), or the smallest published one of at least that size (with `atMost`: the largest of at
 * most that size), with the proof that the tree of `consistentWith` leaves is its prefix (0: no proof), and the edge of
 * that tree.
 * @throws GatepostError NOT_FOUND if there is none of such a size, INVALID_ARGUMENT
 */
export async function checkpoint(
  parts: PublishParts,
  {
    size,
    atMost,
    consistentWith,
  }: { readonly size: number; readonly atMost: boolean; readonly consistentWith: number },
) {
  const { tree, notary } = parts;
  const found = await find(parts, size, atMost);
  if (found === undefined) {
    throw notFound(`no checkpoint of ${size} leaves or ${atMost ? 'fewer' : 'more'} was published`);
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

async function find(parts: PublishParts, size: number, atMost: boolean) {
  const { checkpoints } = parts;
  if (size === 0) return (await checkpoints.newest()) ?? (await publish(parts));
  if (atMost) return checkpoints.upTo(size);
  return (await checkpoints.from(size, 1))[0];
}
