import {
  formatVerifierKey,
  NoteError,
  noteSigner,
  openCheckpoint,
  signCheckpoint,
} from '../../libs/merkle/index.js';
import type { Notary } from './ports.js';

/**
 * Signs with each of `keys` (PEM, Ed25519). While an old and a new key are both in use, an auditor who pinned either
 * can open every checkpoint.
 * @throws TypeError if a key is not Ed25519, or the origin cannot be a key's name
 */
export function createNotary({
  origin,
  keys,
}: {
  origin: string;
  keys: readonly Buffer[];
}): Notary {
  const signers = keys.map((pem) => noteSigner(origin, pem));
  return {
    sign: ({ size, root, time }) => signCheckpoint({ origin, size, root, time }, signers),
    open(note) {
      try {
        return openCheckpoint(note, { origin, verifiers: signers });
      } catch (error) {
        if (error instanceof NoteError) return undefined;
        throw error;
      }
    },
    verifierKeys: signers.map(formatVerifierKey),
  };
}
