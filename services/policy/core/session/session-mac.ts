import { timingSafeEqual } from 'node:crypto';

/** What policy's own key seals; keys of one purpose serve no other. */
export type SessionPurpose = 'sign-in' | 'session-secret' | 'mail-token';

/** A keyed hash that only policy's replicas can compute. */
export interface SessionMac {
  /** The key that signs now. */
  readonly keyId: string;
  /** Undefined where the key is not known any more. */
  mac(keyId: string, purpose: SessionPurpose, data: string): Buffer | undefined;
}

/** The MAC under the key that signs now. */
export function signWith(mac: SessionMac, purpose: SessionPurpose, data: string): Buffer {
  const tag = mac.mac(mac.keyId, purpose, data);
  if (tag === undefined) throw new TypeError(`no key ${mac.keyId}`);
  return tag;
}

/** Whether the tag is ours. False if the key is not known any more. */
export function isSigned(
  mac: SessionMac,
  purpose: SessionPurpose,
  signed: { readonly keyId: string; readonly data: string; readonly tag: Buffer },
): boolean {
  const expected = mac.mac(signed.keyId, purpose, signed.data);
  return expected !== undefined && isSame(expected, signed.tag);
}

/** In a time that does not depend on where they differ. */
export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A JSON array; empty for any other text. */
export function parseArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
