import type { KeyRing } from '../../../libs/seal/index.js';
import type { Secrets } from '../ports.js';

/** App passwords have 84 random bits, so a keyed hash is enough and takes no time. */
export function credentialSecrets(ring: KeyRing): Secrets {
  return {
    newestKeyId: ring.newest,
    hashAppPassword({ publicPart, secretPart }, keyId = ring.newest) {
      const data = Buffer.from(`${publicPart} ${secretPart}`);
      return { keyId, hash: ring.keyedHash(keyId, 'app-password', data) };
    },
  };
}
