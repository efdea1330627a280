import { verify } from 'node:crypto';
import { NoteError, parseNote } from './note.js';
import type { NoteVerifier } from './note-keys.js';

/** A witness's statement that a checkpoint extends all that it cosigned before (c2sp.org/tlog-cosignature). */
export interface Cosignature {
  readonly witness: NoteVerifier;
  /** When the witness signed, in ms since the epoch. */
  readonly time: number;
  /** Its line in the note, with the newline. */
  readonly line: string;
}

/** A timestamped signature: 8 octets of time and 64 of Ed25519. */
const TIME_SIZE = 8;
const SIZE = TIME_SIZE + 64;

/**
 * The cosignatures of `witnesses` on a checkpoint's note, at most one of each. Signatures of other keys are ignored; a
 * wrong one of a known witness makes the whole note invalid.
 * @param witnesses as `parseWitnessKey` reads them
 * @throws NoteError that says what is wrong
 */
export function openCosignatures(
  note: string | Uint8Array,
  witnesses: readonly NoteVerifier[],
): Cosignature[] {
  const { text, signatures } = parseNote(note);
  const found = new Map<NoteVerifier, Cosignature>();
  for (const { name, keyId, signature } of signatures) {
    const witness = witnesses.find((known) => known.name === name && known.keyId === keyId);
    if (witness === undefined || found.has(witness)) continue;
    const seconds = signature.length === SIZE ? signature.readBigUInt64BE(0) : undefined;
    if (
      seconds === undefined ||
      seconds > LATEST ||
      !isGenuine(text, seconds, signature, witness)
    ) {
      throw new NoteError(`the cosignature of ${name}+${keyId} is wrong`);
    }
    const octets = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
    const line = `\u2014 ${name} ${octets.toString('base64')}\n`;
    found.set(witness, { witness, time: Number(seconds) * 1000, line });
  }
  return [...found.values()];
}

/** The last second that a Date can hold. */
const LATEST = 8_640_000_000_000n;

function isGenuine(
  text: string,
  seconds: bigint,
  signature: Buffer,
  { publicKey }: NoteVerifier,
): boolean {
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  return verify(null, message, publicKey, signature.subarray(TIME_SIZE));
}
