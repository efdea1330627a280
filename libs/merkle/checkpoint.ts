import { decodeBase64 } from './base64.js';
import { HASH_SIZE, type Hash } from './hash.js';
import { NoteError, openNote, parseNote, signNote } from './note.js';
import type { NoteSigner, NoteVerifier } from './note-keys.js';

/** A log's statement about its tree at a size (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** The name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /**
   * Before the log looked at its tree, in ms since the epoch: the leaf after it was recorded later. Undefined: the log
   * was of a version that signed no time.
   */
  readonly time?: number | undefined;
}

/** A checkpoint whose signatures were verified, with the note that carried it. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string;
  readonly signedBy: readonly NoteVerifier[];
}

const TIME = 'time ';

/** The checkpoint as a signed note, with one signature for each signer. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  const { origin, size, root, time } = checkpoint;
  if (origin === '' || origin.includes('\n')) throw new NoteError('an origin is one line');
  const lines = [origin, `${size}`, Buffer.from(root).toString('base64')];
  // An extension line (c2sp.org/tlog-checkpoint). Readers that do not know it ignore it.
  if (time !== undefined) lines.push(`${TIME}${new Date(time).toISOString()}`);
  return signNote(`${lines.join('\n')}\n`, signers);
}

/**
 * Reads a checkpoint of the log `origin` that at least one of `verifiers` signed.
 * @throws NoteError that says what is wrong
 */
export function openCheckpoint(
  note: string | Uint8Array,
  trusted: { origin: string; verifiers: readonly NoteVerifier[] },
): SignedCheckpoint {
  const { text, signedBy } = openNote(note, trusted.verifiers);
  const checkpoint = parseText(text);
  if (checkpoint.origin !== trusted.origin) {
    throw new NoteError(`a checkpoint of ${checkpoint.origin}, not of ${trusted.origin}`);
  }
  return { ...checkpoint, note: Buffer.from(note).toString(), signedBy };
}

/** Reads a checkpoint without verifying who signed it. @throws NoteError if it is not one */
export function readCheckpoint(note: string | Uint8Array): Checkpoint {
  return parseText(parseNote(note).text);
}

function parseText(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  const octets = decodeBase64(root);
  const isSize = /^(0|[1-9][0-9]*)$/.test(size) && Number.isSafeInteger(Number(size));
  if (origin === '' || !isSize || octets?.length !== HASH_SIZE || extensions.includes('')) {
    throw new NoteError('not a checkpoint: origin, size, root');
  }
  const time = extensions.find((line) => line.startsWith(TIME)) ?? '';
  return { origin, size: Number(size), root: octets, time: parseTime(time.slice(TIME.length)) };
}

/** Exactly as `signCheckpoint` writes it. */
function parseTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? undefined : time;
}
