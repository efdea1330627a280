import { createHash, timingSafeEqual } from 'node:crypto';

const TOKEN_OCTETS = 32;

/** A token that only who was given it has. */
export function makeToken(random: { bytes(n: number): Buffer }): string {
  return random.bytes(TOKEN_OCTETS).toString('base64url');
}

/** What is kept of it. It has 256 random bits: a plain hash will do. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether the hash is the token's. The time it takes does not depend on where they differ. */
export function isToken(token: string, hash: Buffer): boolean {
  return timingSafeEqual(hashToken(token), hash);
}
