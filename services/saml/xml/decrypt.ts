import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { attributeOf, childOf, childrenOf, type Element, walk } from '../core/element.js';
import { CBC_CIPHERS, DS, GCM_CIPHERS, OAEP, OAEP_MGF1P, XENC, XENC11 } from '../core/uris.js';

type Opened<T> = T | { readonly problem: string };

/**
 * Opens an `EncryptedAssertion` (SAML core 2.3.4, XML encryption 1.1): AES-GCM under a key that
 * RSA-OAEP carries. Whatever goes wrong inside is told in one way: how it failed is no oracle.
 */
export function decrypt(
  encrypted: Element,
  { keys, allowCbc }: { readonly keys: readonly string[]; readonly allowCbc: boolean },
): Opened<{ text: string }> {
  const data = childOf(encrypted, XENC, 'EncryptedData');
  const algorithm = data && methodOf(data);
  const ciphers = allowCbc ? { ...GCM_CIPHERS, ...CBC_CIPHERS } : GCM_CIPHERS;
  const cipher = ciphers[algorithm ?? ''];
  if (data === undefined || cipher === undefined) return { problem: `cipher ${algorithm}` };
  // Beside the data or in its KeyInfo.
  const carriers = [...walk(encrypted)].filter(
    ({ element: { namespace, name } }) => namespace === XENC && name === 'EncryptedKey',
  );
  const value = cipherValueOf(data);
  if (carriers.length === 0 || value === undefined) return { problem: 'no key or no content' };
  for (const { element: carrier } of carriers) {
    const transport = transportOf(carrier);
    if ('problem' in transport) return transport;
    const wrapped = cipherValueOf(carrier);
    if (wrapped === undefined) continue;
    for (const key of keys) {
      const text = tryOpen({ key, transport, wrapped, value, cipher });
      if (text !== undefined) return { text };
    }
  }
  return { problem: 'no key of ours opens it' };
}

function tryOpen(parts: {
  key: string;
  transport: { oaepHash: string };
  wrapped: Buffer;
  value: Buffer;
  cipher: { cipher: string; keyOctets: number };
}): string | undefined {
  const { key, transport, wrapped, value, cipher } = parts;
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const secret = privateDecrypt({ key, padding, ...transport }, wrapped);
    if (secret.length !== cipher.keyOctets) return undefined;
    const plain = cipher.cipher.endsWith('gcm')
      ? openGcm(cipher.cipher as 'aes-256-gcm', secret, value)
      : openCbc(cipher.cipher, secret, value);
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    return undefined;
  }
}

const GCM_NONCE = 12;
const GCM_TAG = 16;

function openGcm(cipher: 'aes-128-gcm' | 'aes-256-gcm', secret: Buffer, value: Buffer): Buffer {
  const tagAt = value.length - GCM_TAG;
  if (tagAt < GCM_NONCE) throw new RangeError('too short');
  const nonce = value.subarray(0, GCM_NONCE);
  const decipher = createDecipheriv(cipher, secret, nonce, { authTagLength: GCM_TAG });
  decipher.setAuthTag(value.subarray(tagAt));
  return Buffer.concat([decipher.update(value.subarray(GCM_NONCE, tagAt)), decipher.final()]);
}

const CBC_BLOCK = 16;

/** XML encryption pads with any octets, the last of which says how many (5.2.2). */
function openCbc(cipher: string, secret: Buffer, value: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, secret, value.subarray(0, CBC_BLOCK));
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(value.subarray(CBC_BLOCK)), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > CBC_BLOCK) throw new RangeError('bad padding');
  return padded.subarray(0, padded.length - padding);
}

const OAEP_HASHES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};
const MGF_HASHES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2009/xmlenc11#mgf1sha1': 'sha1',
  'http://www.w3.org/2009/xmlenc11#mgf1sha256': 'sha256',
  'http://www.w3.org/2009/xmlenc11#mgf1sha512': 'sha512',
};

/**
 * How the key was carried. OAEP with SHA-1 is what providers send by default and is not broken: it
 * needs no collision resistance. PKCS#1 v1.5 is an oracle, and refused.
 */
function transportOf(carrier: Element): Opened<{ oaepHash: string }> {
  const method = childOf(carrier, XENC, 'EncryptionMethod');
  const algorithm = method && attributeOf(method, 'Algorithm');
  if (method === undefined || (algorithm !== OAEP_MGF1P && algorithm !== OAEP)) {
    return { problem: `key transport ${algorithm}` };
  }
  const digest = childrenOf(method, DS, 'DigestMethod').map((each) =>
    attributeOf(each, 'Algorithm'),
  );
  const oaepHash = digest.length === 0 ? 'sha1' : OAEP_HASHES[digest[0] ?? ''];
  if (oaepHash === undefined) return { problem: `OAEP digest ${digest[0]}` };
  const mask = childrenOf(method, XENC11, 'MGF').map((each) => attributeOf(each, 'Algorithm'));
  const maskHash = mask.length === 0 ? 'sha1' : MGF_HASHES[mask[0] ?? ''];
  // Node masks with the digest of the label; where the two differ there is nothing to open it with.
  if (maskHash !== oaepHash) return { problem: `OAEP with ${oaepHash} masked by ${maskHash}` };
  return { oaepHash };
}

function methodOf(element: Element): string | undefined {
  const method = childOf(element, XENC, 'EncryptionMethod');
  return method && attributeOf(method, 'Algorithm');
}

function cipherValueOf(element: Element): Buffer | undefined {
  const data = childOf(element, XENC, 'CipherData');
  const value = data && childOf(data, XENC, 'CipherValue');
  return value && Buffer.from(value.text, 'base64');
}
