import { createDecipheriv } from 'node:crypto';
import { attributeOf, childOf, childrenOf, type Element } from '../core/element.js';
import { CBC_CIPHERS, DS, GCM_CIPHERS, OAEP, OAEP_MGF1P, XENC, XENC11 } from '../core/uris.js';
import type { DecryptOptions } from '../ports.js';
import { type Oaep, openOaep } from './oaep.js';

type Opened<T> = T | { readonly problem: string };

/**
 * How many encrypted keys of one assertion are tried. The second is for a provider that does not name the recipient.
 */
const MOST_CARRIERS = 2;

/**
 * Decrypts an `EncryptedAssertion` (SAML core 2.3.4, XML encryption 1.1): AES-GCM under a key encrypted with RSA-OAEP.
 * All failures inside look the same, so that they give no oracle. The content is not verified yet, so the number of
 * tries is bounded first.
 */
export async function decrypt(
  encrypted: Element,
  { keys, allowCbc, recipient, yieldToEventLoop }: DecryptOptions,
): Promise<Opened<{ text: string }>> {
  const data = childOf(encrypted, XENC, 'EncryptedData');
  const algorithm = data && methodOf(data);
  const ciphers = allowCbc ? { ...GCM_CIPHERS, ...CBC_CIPHERS } : GCM_CIPHERS;
  const cipher = ciphers[algorithm ?? ''];
  if (data === undefined || cipher === undefined) return { problem: `cipher ${algorithm}` };
  const carriers = carriersFor(encrypted, data, recipient);
  const value = cipherValueOf(data);
  if (carriers.length === 0 || value === undefined)
    return { problem: 'no key for us, or no content' };
  if (carriers.length > MOST_CARRIERS) {
    return { problem: `${carriers.length} keys that may be for us, more than ${MOST_CARRIERS}` };
  }
  for (const carrier of carriers) {
    const transport = transportOf(carrier);
    if ('problem' in transport) return transport;
    const wrapped = cipherValueOf(carrier);
    if (wrapped === undefined) continue;
    for (const key of keys) {
      await yieldToEventLoop();
      const text = tryOpen({ key, transport, wrapped, value, cipher });
      if (text !== undefined) return { text };
    }
  }
  return { problem: 'no key of ours opens it' };
}

/** The encrypted keys next to the data or in its KeyInfo: those that name us, else those that name no recipient. */
function carriersFor(encrypted: Element, data: Element, recipient: string): Element[] {
  const info = childOf(data, DS, 'KeyInfo');
  const all = [encrypted, ...(info === undefined ? [] : [info])].flatMap((parent) =>
    childrenOf(parent, XENC, 'EncryptedKey'),
  );
  const named = all.filter((carrier) => attributeOf(carrier, 'Recipient') === recipient);
  if (named.length > 0) return named;
  const unnamed = all.filter((carrier) => attributeOf(carrier, 'Recipient') === undefined);
  // A provider may name us differently.
  return unnamed.length > 0 ? unnamed : all;
}

function tryOpen(parts: {
  key: string;
  transport: Oaep;
  wrapped: Buffer;
  value: Buffer;
  cipher: { cipher: string; keyOctets: number };
}): string | undefined {
  const { key, transport, wrapped, value, cipher } = parts;
  try {
    const secret = openOaep(key, wrapped, transport);
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

/** XML encryption pads with arbitrary octets; the last one is the length of the padding (5.2.2). */
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
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};
const MGF_HASHES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2009/xmlenc11#mgf1sha1': 'sha1',
  'http://www.w3.org/2009/xmlenc11#mgf1sha256': 'sha256',
  'http://www.w3.org/2009/xmlenc11#mgf1sha384': 'sha384',
  'http://www.w3.org/2009/xmlenc11#mgf1sha512': 'sha512',
};

/**
 * How the key was encrypted (XML encryption 5.5.2). OAEP with SHA-1, the default of most providers, is safe, because
 * OAEP needs no collision resistance. PKCS#1 v1.5 would be an oracle and is refused.
 */
function transportOf(carrier: Element): Opened<Oaep> {
  const method = childOf(carrier, XENC, 'EncryptionMethod');
  const algorithm = method && attributeOf(method, 'Algorithm');
  if (method === undefined || (algorithm !== OAEP_MGF1P && algorithm !== OAEP)) {
    return { problem: `key transport ${algorithm}` };
  }
  const algorithmsOf = (namespace: string, name: string) =>
    childrenOf(method, namespace, name).map((each) => attributeOf(each, 'Algorithm') ?? '');
  const [digest] = algorithmsOf(DS, 'DigestMethod');
  const hash = digest === undefined ? 'sha1' : OAEP_HASHES[digest];
  if (hash === undefined) return { problem: `OAEP digest ${digest}` };
  const [mgf] = algorithmsOf(XENC11, 'MGF');
  // The older identifier implies its mask function.
  const maskHash = mgf === undefined || algorithm === OAEP_MGF1P ? 'sha1' : MGF_HASHES[mgf];
  if (maskHash === undefined) return { problem: `OAEP mask ${mgf}` };
  const label = childOf(method, XENC, 'OAEPparams');
  return { hash, maskHash, label: Buffer.from(label?.text ?? '', 'base64') };
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
