import { decodeBase64 } from './base64.js';
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { HASH_SIZE, hashEvent, SALT_SIZE } from './hash.js';
import { NoteError } from './note.js';
import type { NoteVerifier } from './note-keys.js';
import { verifyInclusion } from './verify-proof.js';

const HEADER = 'c2sp.org/tlog-proof@v1';

/**
 * A proof that an event is in the record. With the event's bytes, it is all that is needed to check
 * that.
 */
export interface ProofFile {
  readonly index: number;
  /** 16 octets, in the proof's extra data. */
  readonly salt: Uint8Array;
  /** Audit path, leaf to root. */
  readonly path: readonly Uint8Array[];
  /** The signed note of the checkpoint that the path leads to. */
  readonly checkpoint: string;
}

/** The proof in C2SP form (c2sp.org/tlog-proof), with the salt as extra data. */
export function formatProof(proof: ProofFile): string {
  const lines = [
    HEADER,
    `extra ${Buffer.from(proof.salt).toString('base64')}`,
    `index ${proof.index}`,
    ...proof.path.map((hash) => Buffer.from(hash).toString('base64')),
  ];
  return `${lines.join('\n')}\n\n${proof.checkpoint}`;
}

/** @throws NoteError if it is not a proof of an event */
export function parseProof(text: string): ProofFile {
  const split = text.indexOf('\n\n');
  const [header, extra = '', index = '', ...path] = text.slice(0, Math.max(split, 0)).split('\n');
  const [, salt] = /^extra (\S+)$/.exec(extra) ?? [];
  const [, number] = /^index (0|[1-9][0-9]{0,15})$/.exec(index) ?? [];
  if (split < 0 || header !== HEADER || salt === undefined || number === undefined) {
    throw new NoteError(`not a proof: ${HEADER}, extra, index, path, checkpoint`);
  }
  return {
    index: Number(number),
    salt: decode(salt, SALT_SIZE),
    path: path.map((line) => decode(line, HASH_SIZE)),
    checkpoint: text.slice(split + 2),
  };
}

/**
 * Checks, without asking anyone, that exactly these bytes are the event at the proof's index in the
 * log that `verifiers` sign for. Returns the checkpoint that covers it.
 * @throws NoteError that says what does not hold
 */
export function checkProof(
  proof: ProofFile,
  event: Uint8Array,
  trusted: { origin: string; verifiers: readonly NoteVerifier[] },
): SignedCheckpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, trusted);
  const { index, path } = proof;
  if (proof.salt.length !== SALT_SIZE) throw new NoteError('the salt is missing: it was erased');
  const leafHash = hashEvent(proof.salt, event);
  if (verifyInclusion({ index, size: checkpoint.size, leafHash, path, root: checkpoint.root })) {
    return checkpoint;
  }
  throw new NoteError(
    `these bytes are not the event at index ${index} of the tree of ${checkpoint.size}`,
  );
}

function decode(line: string, size: number): Buffer {
  const octets = decodeBase64(line);
  if (octets?.length === size) return octets;
  throw new NoteError('not a proof: a line is not the base64 it must be');
}
