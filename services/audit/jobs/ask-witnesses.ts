import type { Log } from '../../../libs/log/index.js';
import type { Checkpoints, Cosignatures, PublishedCheckpoint, Tree, Witness } from '../ports.js';

export interface WitnessParts {
  readonly tree: Pick<Tree, 'consistencyPath'>;
  readonly checkpoints: Pick<Checkpoints, 'newest' | 'upTo'>;
  readonly cosignatures: Cosignatures;
  readonly witnesses: readonly Witness[];
  readonly log: Log;
  readonly onUnwitnessed: (witness: string) => void;
  /** Called with a checkpoint that has a cosignature which it did not have before. */
  readonly onCosigned: (checkpoint: PublishedCheckpoint) => void;
}

/**
 * Has each witness cosign the newest checkpoint, unless it has done so. One that fails is asked again in the next run; it
 * holds up neither the others nor the signing of checkpoints.
 */
export async function askWitnesses(parts: WitnessParts): Promise<void> {
  const { checkpoints, cosignatures, witnesses, log, onUnwitnessed, onCosigned } = parts;
  const checkpoint = witnesses.length === 0 ? undefined : await checkpoints.newest();
  if (checkpoint === undefined) return;
  const { size } = checkpoint;
  const asked = witnesses.map(async (witness) => {
    try {
      const oldSize = await cosignatures.largestOf(witness.name);
      if (oldSize >= size) return false;
      await cosignatures.store(size, await ask(parts, { witness, checkpoint, oldSize }));
      return true;
    } catch (error) {
      const { name } = witness;
      log.warn('a witness did not cosign a checkpoint', { error, witness: name, size });
      onUnwitnessed(name);
      return false;
    }
  });
  const isNew = (await Promise.all(asked)).includes(true);
  const stored = isNew ? await checkpoints.upTo(size) : undefined;
  if (stored !== undefined) onCosigned(stored);
}

/** A witness that cosigned another size than the one on record says which; it is then asked once more. */
async function ask(
  { tree }: WitnessParts,
  about: { witness: Witness; checkpoint: PublishedCheckpoint; oldSize: number },
) {
  const { witness, checkpoint } = about;
  const { size, note } = checkpoint;
  const since = async (oldSize: number) => {
    const isProven = oldSize > 0 && oldSize < size;
    const proof = isProven ? await tree.consistencyPath(oldSize, size) : [];
    return witness.cosign({ oldSize, proof, note });
  };
  const first = await since(about.oldSize);
  if (first.kind === 'cosigned') return first.cosignature;
  if (first.size > size) {
    throw new Error(`it cosigned ${first.size} leaves, and this checkpoint has ${size}`);
  }
  const second = await since(first.size);
  if (second.kind === 'cosigned') return second.cosignature;
  throw new Error(`it cosigned another tree of ${second.size} leaves`);
}
