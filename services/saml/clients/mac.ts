import type { KeyRing } from '../../../libs/seal/index.js';
import type { Mac } from '../ports.js';

/** The key ring's keyed hash, with a separate key for each purpose. */
export function ringMac(ring: KeyRing): Mac {
  return {
    keyId: ring.newest,
    mac: (keyId, purpose, data) =>
      ring.has(keyId) ? ring.keyedHash(keyId, `saml-${purpose}`, Buffer.from(data)) : undefined,
  };
}
