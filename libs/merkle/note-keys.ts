import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';

/** The signature type of plain Ed25519 in C2SP signed notes. */
const ED25519 = 0x01;
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
  return { name, keyId: keyId(name, rawKey(publicKey)), publicKey };
}

/** The text form for auditors: `name+keyid+base64(type ‖ key)`. */
export function formatVerifierKey(verifier: NoteVerifier): string {
  const key = Buffer.concat([Uint8Array.of(ED25519), rawKey(verifier.publicKey)]);
  return `${verifier.name}+${verifier.keyId}+${key.toString('base64')}`;
}

/**
 * @throws TypeError if the text is not an Ed25519 verifier key, or its id does not match the key
 */
export function parseVerifierKey(text: string): NoteVerifier {
  const [, name = '', id = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const octets = decodeBase64(encoded);
  if (octets?.length !== 1 + KEY_SIZE || octets[0] !== ED25519) {
    throw new TypeError('not a verifier key: name+keyid+base64');
  }
  const x = octets.subarray(1).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const verifier = noteVerifier(name, publicKey);
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

function rawKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
}

function keyId(name: string, key: Buffer): string {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(ED25519))
    .update(key)
    .digest('hex')
    .slice(0, 8);
}
