import type { KeyRing } from '../../../libs/seal/index.js';
import type { Mac } from '../ports.js';

/** The key ring's keyed hash, each purpose by a key of its own. */
export function ringMac(ring: KeyRing): Mac {
  return {
    keyId: ring.newest,
    mac: (keyId, purpose, data) =>
      ring.has(keyId) ? ring.keyedHash(keyId, `saml-${purpose}`, Buffer.from(data)) : undefined,
  };
}
