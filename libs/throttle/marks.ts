import { createHmac } from 'node:crypto';
import type { Marks } from './types.js';

/**
 * The key of a window, by the window's number since the epoch: 32 octets that are never stored in
 * the database.
 */
export type WindowKeys = (window: number) => Buffer;

/**
 * Keys by window. `derive` makes them from a secret outside the database. The last two are kept.
 */
export function windowKeys(derive: (window: Buffer) => Buffer): WindowKeys {
  const kept = new Map<number, Buffer>();
  return (window) => {
    const known = kept.get(window);
    if (known !== undefined) return known;
    const key = derive(Buffer.from(String(window)));
    for (const old of kept.keys()) if (old < window - 1) kept.delete(old);
    kept.set(window, key);
    return key;
  };
}

/**
 * What is stored about a wrong secret, so that it is recognised when typed again: 24 bits of a
 * keyed hash. That is too little to test guesses against, and enough that another secret rarely
 * matches (1 in 16 million).
 */
export function marksOf(
  keys: WindowKeys,
  typed: {
    /** Whose secret it is: two accounts that type the same text leave different marks. */
    readonly whose: readonly string[];
    readonly secret: Uint8Array;
    readonly now: number;
    readonly windowMs: number;
  },
): Marks {
  const { whose, secret, now, windowMs } = typed;
  const window = Math.floor(now / windowMs);
  const markUnder = (key: Buffer) =>
    createHmac('sha256', key)
      .update(JSON.stringify(whose))
      .update(secret)
      .digest()
      .readUIntBE(0, 3);
  return { now: markUnder(keys(window)), before: markUnder(keys(window - 1)) };
}
