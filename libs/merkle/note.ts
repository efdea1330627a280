import { sign, verify } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import type { NoteSigner, NoteVerifier } from './note-keys.js';

/** A larger note is refused unread; 16 signatures fit many times over. */
const MAX_NOTE = 1 << 20;
const MAX_SIGNATURES = 100;
const LINE = /^\u2014 (\S+) (\S+)$/u;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** A parsed note; nothing in it is verified. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A text is not a note, or must not be signed as one. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/**
 * Signs a text as a C2SP note (c2sp.org/signed-note), one line for each signer.
 * @throws NoteError if the text cannot be the text of a note
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n') || hasControls(text)) throw new NoteError('not a text for a note');
  if (signers.length === 0) throw new NoteError('a note needs a signature');
  const lines = signers.map((signer) => {
    const signature = sign(null, Buffer.from(text), signer.privateKey);
    const octets = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signature]);
    return `\u2014 ${signer.name} ${octets.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Parses a note. @throws NoteError if it does not have the form of one */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : decode(note);
  if (whole.length > MAX_NOTE || hasControls(whole)) throw new NoteError('not a note');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) throw new NoteError('a note has a text and signatures');
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new NoteError('too many signatures');
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseLine) };
}

/**
 * The text of a note, and those of `verifiers` that signed it. Signatures of unknown keys are
 * ignored; a wrong signature of a known key makes the whole note invalid.
 * @throws NoteError if it is not a note, or no known key signed it
 */
export function openNote(
  note: string | Uint8Array,
  verifiers: readonly NoteVerifier[],
): { text: string; signedBy: NoteVerifier[] } {
  const { text, signatures } = parseNote(note);
  const signedBy = new Set<NoteVerifier>();
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find((known) => known.name === name && known.keyId === keyId);
    if (verifier === undefined) continue;
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature)) {
      throw new NoteError(`the signature of ${name}+${keyId} is wrong`);
    }
    signedBy.add(verifier);
  }
  if (signedBy.size === 0) throw new NoteError('no key that is known signed this note');
  return { text, signedBy: [...signedBy] };
}

function parseLine(line: string): NoteSignature {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new NoteError('not a signature line');
  const octets = decodeBase64(encoded) ?? Buffer.alloc(0);
  if (octets.length < 5 || name.includes('+')) throw new NoteError('not a signature line');
  return { name, keyId: octets.subarray(0, 4).toString('hex'), signature: octets.subarray(4) };
}

function decode(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new NoteError('not UTF-8');
  }
}

/** ASCII control characters other than newline. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\x00-\x09\x0b-\x1f]/.test(text);
}
