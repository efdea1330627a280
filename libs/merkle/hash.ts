import { createHash, hash } from 'node:crypto';

/** 32 octets. */
export type Hash = Buffer;

export const HASH_SIZE = 32;
export const SALT_SIZE = 16;

/** Larger inputs are hashed in pieces; an event is at most 64 KiB. */
const scratch = Buffer.allocUnsafe(1 + SALT_SIZE + 65_536);
const pair = Buffer.alloc(1 + 2 * HASH_SIZE);
pair[0] = 0x01;

const EMPTY = hash('sha256', Buffer.alloc(0), 'buffer');

/** The root of the tree without leaves (RFC 6962 section 2.1). */
export function emptyRoot(): Hash {
  return Buffer.from(EMPTY);
}

/** MTH of one leaf: SHA-256(0x00 ‖ data), where data is the concatenated parts. */
export function hashLeaf(...parts: readonly Uint8Array[]): Hash {
  let end = 1;
  for (const part of parts) end += part.length;
  if (end > scratch.length) {
    const long = createHash('sha256').update(Uint8Array.of(0x00));
    for (const part of parts) long.update(part);
    return long.digest();
  }
  scratch[0] = 0x00;
  let at = 1;
  for (const part of parts) {
    scratch.set(part, at);
    at += part.length;
  }
  return hash('sha256', scratch.subarray(0, end), 'buffer');
}

/**
 * The leaf of an event in Gatepost's record: SHA-256(0x00 ‖ salt ‖ event). The salt is 16 random
 * octets. Without it the leaf reveals nothing about the event, so erasing both erases the event.
 * @throws RangeError if the salt is not 16 octets: another length would let salt and event
 *   overlap
 */
export function hashEvent(salt: Uint8Array, event: Uint8Array): Hash {
  if (salt.length !== SALT_SIZE) throw new RangeError(`a salt has ${SALT_SIZE} octets`);
  return hashLeaf(salt, event);
}

/** An inner node: SHA-256(0x01 ‖ left ‖ right). */
export function hashChildren(left: Uint8Array, right: Uint8Array): Hash {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_SIZE);
  return hash('sha256', pair, 'buffer');
}

/** Whether two hashes are the same 32 octets. */
export function sameHash(x: Uint8Array, y: Uint8Array): boolean {
  return x.length === HASH_SIZE && y.length === HASH_SIZE && Buffer.compare(x, y) === 0;
}
