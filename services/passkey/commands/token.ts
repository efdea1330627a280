import { createHash, timingSafeEqual } from 'node:crypto';

const TOKEN_OCTETS = 32;

/** A random token, known only to its holder. */
export function makeToken(random: { bytes(n: number): Buffer }): string {
  return random.bytes(TOKEN_OCTETS).toString('base64url');
}

/** The stored form of a token. The token has 256 random bits, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether the hash is that of the token. Compares in constant time. */
export function isToken(token: string, hash: Buffer): boolean {
  return timingSafeEqual(hashToken(token), hash);
}
