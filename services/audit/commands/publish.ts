import type { Clock } from '../../../libs/clock/index.js';
import { GatepostError } from '../../../libs/errors/index.js';
import type { Checkpoints, LastSigned, Notary, PublishedCheckpoint, Tree } from '../ports.js';

export interface PublishParts {
  readonly tree: Tree;
  readonly checkpoints: Checkpoints;
  readonly notary: Notary;
  readonly clock: Clock;
  readonly lastSigned: LastSigned;
  readonly onTampering: (at: { size: number }) => void;
  /** Called when a new checkpoint was signed. */
  readonly onSigned: (checkpoint: PublishedCheckpoint) => void;
}

/**
 * Publishes a checkpoint of the current tree. A log must not sign a tree that is inconsistent with what it signed
 * before. So the tree is first recomputed at the sizes of the last checkpoint in Postgres and of the last one that this
 * replica signed, which someone who rewrites Postgres cannot remove. If the roots differ from what was signed, nothing
 * is signed and `onTampering` is called.
 * @throws GatepostError DATA_LOSS in that case
 */
export async function publish(parts: PublishParts): Promise<PublishedCheckpoint> {
  const { tree, checkpoints, notary, clock, lastSigned, onTampering, onSigned } = parts;
  const refuse = (size: number) => {
    onTampering({ size });
    const said = `the record is not what it was when ${size} events were signed: nothing more is signed`;
    return new GatepostError('DATA_LOSS', said);
  };
  const last = await checkpoints.newest();
  const time = clock.now();
  const head = await tree.head();
  const own = lastSigned.get();
  if (own !== undefined) {
    const same = head.size >= own.size && (await tree.rootAt(own.size)).equals(own.root);
    if (!same) throw refuse(own.size);
  }
  if (last !== undefined) {
    const kept = head.size >= last.size && (await tree.rootAt(last.size)).equals(last.root);
    const grown = kept && (await tree.rootAt(head.size)).equals(head.root);
    if (!grown) throw refuse(last.size);
    if (last.size === head.size) return last;
  }
  const note = notary.sign({ ...head, time });
  lastSigned.set({ ...head, note });
  const published = await checkpoints.publish({ ...head, note, publishedAt: clock.now() });
  onSigned(published);
  return published;
}
