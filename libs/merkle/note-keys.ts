import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';

/** The signature types of C2SP signed notes: plain Ed25519, and Ed25519 cosignatures. */
const ED25519 = 0x01;
const COSIGNATURE = 0x04;
const KEY_SIZE = 32;

/**
 * A key that signs notes: its name and the 4-octet id of the key, which identify it only together.
 */
export interface NoteVerifier {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

/**
 * A signer from a PEM private key (PKCS #8, `openssl genpkey -algorithm ed25519`).
 * @throws TypeError if the key is not an Ed25519 private key, or the name is not a valid key name
 */
export function noteSigner(name: string, pem: string | Buffer): NoteSigner {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch {
    // The library's own message may quote the key.
    throw new TypeError('not a private key in PEM');
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return { ...noteVerifier(name, createPublicKey(privateKey)), privateKey };
}

/** @throws TypeError if the key is not Ed25519, or the name is not a valid key name */
export function noteVerifier(name: string, publicKey: KeyObject): NoteVerifier {
  if (!isKeyName(name))
    throw new TypeError('a key name has no spaces, no control characters, no +');
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return { name, keyId: keyId(name, typedKey(publicKey)), publicKey };
}

/** The text form for auditors: `name+keyid+base64(type ‖ key)`. */
export function formatVerifierKey(verifier: NoteVerifier): string {
  const { name, keyId: id, publicKey } = verifier;
  return `${name}+${id}+${typedKey(publicKey).toString('base64')}`;
}

/**
 * @throws TypeError if the text is not an Ed25519 verifier key, or its id does not match the key
 */
export function parseVerifierKey(text: string): NoteVerifier {
  return parseKey(text, { type: ED25519, what: 'verifier' });
}

/**
 * The key of a witness, `name+keyid+base64(4 ‖ key)` (c2sp.org/tlog-cosignature). It verifies cosignatures only.
 * @throws TypeError if the text is not an Ed25519 cosigner key, or its id does not match the key
 */
export function parseWitnessKey(text: string): NoteVerifier {
  return parseKey(text, { type: COSIGNATURE, what: 'witness' });
}

function parseKey(text: string, { type, what }: { type: number; what: string }): NoteVerifier {
  const [, name = '', id = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const octets = decodeBase64(encoded);
  if (octets?.length !== 1 + KEY_SIZE || octets[0] !== type) {
    throw new TypeError(`not a ${what} key: name+keyid+base64`);
  }
  const x = octets.subarray(1).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const verifier = { ...noteVerifier(name, publicKey), keyId: keyId(name, octets) };
  if (verifier.keyId !== id) throw new TypeError("the key's id does not fit the key");
  return verifier;
}

/**
 * Whether a text is a valid key name: no white space and no control characters (C2SP signed-note
 * also excludes `+`, which separates the parts of a key).
 */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{Z}\p{Cc}]+$/u.test(name);
}

/** A key that signs notes, after its type. */
function typedKey(publicKey: KeyObject): Buffer {
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  return Buffer.concat([Uint8Array.of(ED25519), key]);
}

/** @param key the key after its type */
function keyId(name: string, key: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
}
