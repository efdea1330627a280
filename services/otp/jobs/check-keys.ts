import type { Log } from '../../../libs/log/index.js';
import type { KeyRing } from '../../../libs/seal/index.js';

/**
 * Says with which keys something is still sealed or hashed, and as an error which of those are
 * missing in the ring: what depends on them cannot be verified.
 */
export function checkKeys(options: {
  readonly needed: readonly string[];
  readonly ring: KeyRing;
  readonly log: Log;
}): void {
  const { needed, ring, log } = options;
  const missing = needed.filter((keyId) => !isKnown(ring, keyId));
  if (missing.length > 0) log.error('keys are missing in the key file', { missing });
  log.info('keys in use', { needed, newest: ring.newest });
}

function isKnown(ring: KeyRing, keyId: string): boolean {
  try {
    ring.keyedHash(keyId, 'check', Buffer.alloc(0));
    return true;
  } catch {
    return false;
  }
}
