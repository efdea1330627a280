import type { KeyRing } from '../../../libs/seal/index.js';
import type { Mac } from '../core/login-ticket.js';

/** The key ring's keyed hash, for login tickets only. */
export function ringMac(ring: KeyRing): Mac {
  return {
    keyId: ring.newest,
    mac: (keyId, data) =>
      ring.has(keyId)
        ? ring.keyedHash(keyId, 'passkey-login-ticket', Buffer.from(data))
        : undefined,
  };
}
