import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { internal } from '../errors/index.js';
import type { Random } from '../random/index.js';
import type { NamedKey } from './read-keys.js';

/** What a sealed value belongs to; it cannot be opened for anything else. */
export interface Binding {
  /** What is sealed, such as `totp-secret`. Each purpose has keys of its own. */
  readonly purpose: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** The id of the row. */
  readonly id: string;
}

export interface Sealed {
  readonly keyId: string;
  /** Nonce (12 octets), ciphertext, tag (16 octets). */
  readonly bytes: Buffer;
}

export interface KeyRing {
  /** The id of the key that seals now. Values sealed with another key can be sealed again. */
  readonly newest: string;
  has(keyId: string): boolean;
  /** AES-256-GCM under the newest key. */
  seal(plain: Uint8Array, binding: Binding): Sealed;
  /**
   * @throws GatepostError INTERNAL if the key is unknown, or bytes or binding are not what was
   *   sealed
   */
  open(sealed: Sealed, binding: Binding): Buffer;
  /**
   * HMAC-SHA-256, 32 octets: a hash that only the holder of the key can compute.
   * @throws GatepostError INTERNAL if the key is unknown
   */
  keyedHash(keyId: string, purpose: string, data: Uint8Array): Buffer;
}

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/** A key ring from keys in order of age, the newest last, as in a key file. */
export function keyRing(keys: readonly NamedKey[], random: Random): KeyRing {
  const newest = keys.at(-1);
  if (newest === undefined) throw new RangeError('no keys');
  const derived = new Map<string, Buffer>();

  /** HKDF (RFC 5869): no key serves two purposes. */
  function derive(keyId: string, use: 'seal' | 'hash', purpose: string): Buffer {
    const name = JSON.stringify([keyId, use, purpose]);
    const known = derived.get(name);
    if (known !== undefined) return known;
    const root = keys.find(({ id }) => id === keyId);
    if (root === undefined) throw internal(new Error(`no key "${keyId}" in the key ring`));
    const info = `gatepost ${use} ${purpose}`;
    const key = Buffer.from(hkdfSync('sha256', root.key, Buffer.alloc(0), info, 32));
    derived.set(name, key);
    return key;
  }

  return {
    newest: newest.id,
    has: (keyId) => keys.some(({ id }) => id === keyId),

    seal(plain, binding) {
      const nonce = random.bytes(NONCE_OCTETS);
      const key = derive(newest.id, 'seal', binding.purpose);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(associatedData(newest.id, binding));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { keyId: newest.id, bytes: Buffer.concat([nonce, text, cipher.getAuthTag()]) };
    },

    open({ keyId, bytes }, binding) {
      const key = derive(keyId, 'seal', binding.purpose);
      try {
        const tagAt = bytes.length - TAG_OCTETS;
        const nonce = bytes.subarray(0, NONCE_OCTETS);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, {
          authTagLength: TAG_OCTETS,
        });
        decipher.setAAD(associatedData(keyId, binding));
        decipher.setAuthTag(bytes.subarray(tagAt));
        const text = decipher.update(bytes.subarray(NONCE_OCTETS, tagAt));
        return Buffer.concat([text, decipher.final()]);
      } catch (error) {
        throw internal(error);
      }
    },

    keyedHash(keyId, purpose, data) {
      return createHmac('sha256', derive(keyId, 'hash', purpose))
        .update(data)
        .digest();
    },
  };
}

/** Unambiguous: two different bindings never have the same text. */
function associatedData(keyId: string, { purpose, account, id }: Binding): Buffer {
  return Buffer.from(JSON.stringify([keyId, purpose, account, id]));
}
