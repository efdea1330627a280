import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import type { Checkpoints, Notary, Tree } from '../ports.js';
import type { Publish } from './publish.js';

/**
 * The newest checkpoint (`size` 0), or the smallest one published of at least that size, with the
 * proof that the tree of `consistentWith` leaves is its prefix (0: without).
 * @throws GatepostError NOT_FOUND if none is that large yet, INVALID_ARGUMENT
 */
export function createCheckpoint(parts: {
  tree: Tree;
  checkpoints: Checkpoints;
  notary: Notary;
  publish: Publish;
}) {
  const { tree, checkpoints, notary, publish } = parts;
  return async ({ size, consistentWith }: { size: number; consistentWith: number }) => {
    const checkpoint =
      size === 0
        ? ((await checkpoints.newest()) ?? (await publish()))
        : (await checkpoints.from(size, 1))[0];
    if (checkpoint === undefined) {
      throw notFound(`no checkpoint of ${size} leaves or more was published yet`);
    }
    if (consistentWith > checkpoint.size) {
      throw invalidArgument('consistent_with', `more than the checkpoint's ${checkpoint.size}`);
    }
    const consistency =
      consistentWith === 0 ? [] : await tree.consistencyPath(consistentWith, checkpoint.size);
    return { note: checkpoint.note, consistency, verifierKeys: notary.verifierKeys };
  };
}
