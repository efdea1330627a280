import {
  type NoteVerifier,
  openCosignatures,
  type SignedCheckpoint,
} from '../../../libs/merkle/index.js';
import type { Session } from '../../session/session.js';
import { fetchCheckpoint, fetchCheckpointUpTo } from './fetch-checkpoint.js';
import type { TrustedLog } from './trusted-log.js';

/** The newest checkpoint that a witness cosigned, if it is recent. */
export interface Witnessed {
  readonly witness: string;
  /** Undefined: no recent checkpoint has a cosignature of this witness. */
  readonly checkpoint: SignedCheckpoint | undefined;
  /** When the witness signed, in ms since the epoch. */
  readonly time: number | undefined;
}

/** A witness may be away for a while. Cosignatures are looked for on checkpoints that are at most this much older. */
const RECENT_MS = 70 * 60_000;
const MOST_LOOKED_AT = 256;

/**
 * For each witness, the newest checkpoint that it cosigned, among those signed within 70 minutes before the newest one.
 * @throws NoteError if a checkpoint has a wrong cosignature of one of them
 */
export async function findWitnessed(
  session: Session,
  log: TrustedLog,
  witnesses: readonly NoteVerifier[],
): Promise<Witnessed[]> {
  if (witnesses.length === 0) return [];
  const found = new Map<NoteVerifier, Witnessed>();
  let next: SignedCheckpoint | undefined = await fetchCheckpoint(session, log, 0);
  const newest = next.time ?? 0;
  for (let looked = 0; next !== undefined && looked < MOST_LOOKED_AT; looked++) {
    const checkpoint: SignedCheckpoint = next;
    if (newest - (checkpoint.time ?? 0) > RECENT_MS) break;
    for (const { witness, time } of openCosignatures(checkpoint.note, witnesses)) {
      const { name } = witness;
      if (!found.has(witness)) found.set(witness, { witness: name, checkpoint, time });
    }
    if (found.size === witnesses.length || checkpoint.size <= 1) break;
    // There is none before the first.
    next = await fetchCheckpointUpTo(session, log, checkpoint.size - 1).catch(() => undefined);
  }
  return witnesses.map((witness) => {
    const none = { witness: witness.name, checkpoint: undefined, time: undefined };
    return found.get(witness) ?? none;
  });
}
