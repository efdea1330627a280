import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../seal/index.js';

/** Signs values that a browser keeps and sends back. */
export interface Signer {
  /** Returns the token that ties a form to this browser. All forms of a browser have the same token. */
  formToken(browser: string): string;
  isFormToken(token: string, browser: string): boolean;
  /** Returns a value as signed text: `<key id>.<base64url of JSON>.<mac>`. */
  sign(purpose: string, value: object): string;
  /** Returns the value, or undefined if the text was not signed for this purpose. */
  verify(purpose: string, text: string): unknown;
}

/** Signs with HMAC-SHA-256 under the service's keys. */
export function createSigner(ring: KeyRing): Signer {
  const mac = (keyId: string, purpose: string, data: string) =>
    ring.keyedHash(keyId, purpose, Buffer.from(data)).toString('base64url');
  const formToken = (keyId: string, browser: string) => `${keyId}.${mac(keyId, 'form', browser)}`;
  return {
    formToken: (browser) => formToken(ring.newest, browser),
    isFormToken(token, browser) {
      const [keyId = ''] = token.split('.');
      return ring.has(keyId) && isSame(token, formToken(keyId, browser));
    },
    sign(purpose, value) {
      const body = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${ring.newest}.${body}.${mac(ring.newest, purpose, body)}`;
    },
    verify(purpose, text) {
      const [keyId = '', body = '', given = ''] = text.split('.');
      if (!ring.has(keyId) || !isSame(given, mac(keyId, purpose, body))) return undefined;
      return JSON.parse(Buffer.from(body, 'base64url').toString());
    },
  };
}

/** Compares two texts in a time that depends only on their lengths. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
