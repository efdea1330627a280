import { createHash, createHmac } from 'node:crypto';

/** 256 bits. */
export const TOKEN_BYTES = 32;

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Reads a presented token. Undefined if the text does not have the shape of a token. */
export function readToken(text: string): Buffer | undefined {
  if (!SHAPE.test(text)) return undefined;
  const token = Buffer.from(text, 'base64url');
  return writeToken(token) === text ? token : undefined;
}

/** 43 characters, base64url (RFC 4648 section 5) without padding. */
export function writeToken(token: Buffer): string {
  return token.toString('base64url');
}

/** The only form in which a token is stored. A token has 256 random bits, so a plain hash cannot be searched. */
export function hashToken(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * The successor of a token: a keyed hash (RFC 2104) of the token under its salt, 256 random bits that never leave the
 * store.
 *
 * A token has exactly one successor, and presenting the token again gives the same one. So a lost answer, a retry or a
 * second window never leaves the person with a token that is no longer known. Neither the token alone nor the stored
 * data alone gives the successor; it takes both.
 */
export function succeedToken(token: Buffer, salt: Buffer): Buffer {
  return createHmac('sha256', salt).update('gatepost device token').update(token).digest();
}
