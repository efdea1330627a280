import type { Log } from '../log/index.js';
import type { KeyRing } from './key-ring.js';

/**
 * Logs which keys the stored values are sealed or hashed with and, as an error, which of these the
 * key file lacks: a value that depends on a missing key cannot be verified.
 */
export function checkKeys(options: {
  /** The ids of the keys that stored values name. */
  readonly needed: readonly string[];
  readonly ring: KeyRing;
  readonly log: Log;
}): void {
  const { needed, ring, log } = options;
  const missing = needed.filter((keyId) => !ring.has(keyId));
  if (missing.length > 0) log.error('keys are missing in the key file', { missing });
  log.info('keys in use', { needed, newest: ring.newest });
}
