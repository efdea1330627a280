import type { Clock } from '../../../libs/clock/index.js';
import { internal } from '../../../libs/errors/index.js';
import type { Checkpoints, Notary, PublishedCheckpoint, Tree } from '../ports.js';

export type Publish = () => Promise<PublishedCheckpoint>;

/**
 * Publishes a checkpoint of the tree as it is now. A log must not sign what is inconsistent with
 * what it signed before: the tree at the last checkpoint's size is recomputed first, and if it is
 * not what was signed then, nothing is signed and `onTampering` is told.
 * @throws GatepostError INTERNAL in that case
 */
export function createPublish(parts: {
  tree: Tree;
  checkpoints: Checkpoints;
  notary: Notary;
  clock: Clock;
  onTampering: (at: { size: number }) => void;
}): Publish {
  const { tree, checkpoints, notary, clock, onTampering } = parts;
  return async () => {
    const last = await checkpoints.newest();
    const head = await tree.head();
    if (last !== undefined) {
      const kept = head.size >= last.size && (await tree.rootAt(last.size)).equals(last.root);
      const grown = kept && (await tree.rootAt(head.size)).equals(head.root);
      if (!grown) {
        onTampering({ size: last.size });
        throw internal(new Error(`the tree is not the one signed at ${last.size} leaves`));
      }
      if (last.size === head.size) return last;
    }
    const note = notary.sign(head);
    return checkpoints.publish({ ...head, note, publishedAt: clock.now() });
  };
}
