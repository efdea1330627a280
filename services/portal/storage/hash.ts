import { createHash } from 'node:crypto';

/** SHA-256 of a random secret. Only this hash is stored. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
