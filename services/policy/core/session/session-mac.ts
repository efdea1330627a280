import { timingSafeEqual } from 'node:crypto';

/** What policy's own keys authenticate. A key of one purpose is not used for another. */
export type SessionPurpose = 'sign-in' | 'session-secret' | 'mail-token';

/** A keyed hash that only policy's replicas can compute. */
export interface SessionMac {
  /** The key that signs new data. */
  readonly keyId: string;
  /** Undefined if the key is no longer known. */
  mac(keyId: string, purpose: SessionPurpose, data: string): Buffer | undefined;
}

/** The MAC under the current key. */
export function signWith(mac: SessionMac, purpose: SessionPurpose, data: string): Buffer {
  const tag = mac.mac(mac.keyId, purpose, data);
  if (tag === undefined) throw new TypeError(`no key ${mac.keyId}`);
  return tag;
}

/** Whether the tag is valid. False if the key is no longer known. */
export function isSigned(
  mac: SessionMac,
  purpose: SessionPurpose,
  signed: { readonly keyId: string; readonly data: string; readonly tag: Buffer },
): boolean {
  const expected = mac.mac(signed.keyId, purpose, signed.data);
  return expected !== undefined && isSame(expected, signed.tag);
}

/** Compares in constant time. */
export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Parses a JSON array. Returns an empty array for any other text. */
export function parseArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
