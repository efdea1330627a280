import { createHash } from 'node:crypto';

/** SHA-256 of a secret that is random: what is kept of it. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
