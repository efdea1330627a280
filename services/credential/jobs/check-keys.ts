import type { KeyRing } from '../../../libs/seal/index.js';
import type { Log } from '../ports.js';

/** Says with which keys app passwords are still hashed, and which of those the key file lacks. */
export function checkKeys(options: {
  readonly needed: readonly string[];
  readonly ring: KeyRing;
  readonly log: Log;
}): void {
  const { needed, ring, log } = options;
  const missing = needed.filter((keyId) => !ring.has(keyId));
  if (missing.length > 0) log.warn('the key file lacks keys of app passwords', { missing });
  log.info('keys in use', { needed, newest: ring.newest });
}
