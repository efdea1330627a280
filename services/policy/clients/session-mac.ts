import type { KeyRing } from '../../../libs/seal/index.js';
import type { SessionMac } from '../core/session/session-mac.js';

/** Keyed hashes for session data, under policy's own keys. */
export function sessionMac(keys: KeyRing): SessionMac {
  return {
    keyId: keys.newest,
    mac: (keyId, purpose, data) =>
      keys.has(keyId) ? keys.keyedHash(keyId, purpose, Buffer.from(data)) : undefined,
  };
}
