import { createCipheriv, createDecipheriv } from 'node:crypto';
import { internal } from '../errors/index.js';
import type { Random } from '../random/index.js';
import type { KeyRing, Sealed } from './key-ring.js';

/**
 * A value sealed for whoever presents `held`: a random secret of at least 128 bits that is not
 * stored anywhere, such as a cookie, a code or a token. Without it, the keys and the sealed value
 * are not enough.
 */
export interface Holder {
  /** What is sealed. Each purpose has keys of its own. */
  readonly purpose: string;
  readonly held: string;
}

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/** AES-256-GCM under a key derived from the newest key and `held`. */
export function sealHeld(
  ring: KeyRing,
  random: Pick<Random, 'bytes'>,
  plain: Uint8Array,
  holder: Holder,
): Sealed {
  const keyId = ring.newest;
  const nonce = random.bytes(NONCE_OCTETS);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, keyId, holder), nonce);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { keyId, bytes: Buffer.concat([nonce, text, cipher.getAuthTag()]) };
}

/**
 * @throws GatepostError INTERNAL if the key is unknown, or the value was not sealed for this
 *   holder
 */
export function openHeld(ring: KeyRing, { keyId, bytes }: Sealed, holder: Holder): Buffer {
  const key = keyOf(ring, keyId, holder);
  try {
    const tagAt = bytes.length - TAG_OCTETS;
    const nonce = bytes.subarray(0, NONCE_OCTETS);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_OCTETS });
    decipher.setAuthTag(bytes.subarray(tagAt));
    const text = decipher.update(bytes.subarray(NONCE_OCTETS, tagAt));
    return Buffer.concat([text, decipher.final()]);
  } catch (error) {
    throw internal(error);
  }
}

function keyOf(ring: KeyRing, keyId: string, { purpose, held }: Holder): Buffer {
  return ring.keyedHash(keyId, `held ${purpose}`, Buffer.from(held));
}
