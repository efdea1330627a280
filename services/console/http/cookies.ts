import { parseCookie } from 'cookie';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, sealHeld } from '../../../libs/seal/index.js';
import { hostCookie, hostCookieName } from '../../../libs/web/index.js';

/**
 * The console's cookies. Services on other ports of the same host share its cookies, so the names are the console's
 * own.
 */
const COOKIES = {
  /** Identifies the browser. Forms are tied to it, and sealed cookies open only with it. */
  browser: 'gatepost-console-browser',
  /** The sign-in, sealed. */
  session: 'gatepost-console',
  /** A sign-in or an act for which the browser is away at the sign-in page, sealed. */
  flow: 'gatepost-console-flow',
  language: 'gatepost-console-language',
} as const;
export type CookieName = keyof typeof COOKIES;

/** Reads a `Cookie` header once. */
export function readCookies(header: string, isSecure: boolean) {
  const cookies = parseCookie(header);
  return (name: CookieName): string | undefined => cookies[hostCookieName(isSecure, COOKIES[name])];
}

/** @param seconds without it the cookie lasts until the browser closes; 0 deletes it */
export function writeCookie(
  name: CookieName,
  value: string,
  { isSecure, seconds }: { isSecure: boolean; seconds?: number | undefined },
): string {
  const whole = hostCookieName(isSecure, COOKIES[name]);
  return hostCookie(whole, value, { isSecure, seconds, sameSite: 'lax' });
}

/** Seals what a browser keeps but cannot read. */
export interface Sealer {
  /** @param held must be presented as well to open the value */
  seal(purpose: 'session' | 'flow', value: object, held: string): string;
  /** Undefined if the text was not sealed by us, or was sealed for another browser or network. */
  open(purpose: 'session' | 'flow', text: string | undefined, held: string): unknown;
}

/** @param ring the same on every replica, so that each can open what another sealed */
export function createSealer(ring: KeyRing, random: Pick<Random, 'bytes'>): Sealer {
  return {
    seal(purpose, value, held) {
      const plain = Buffer.from(JSON.stringify(value));
      const { keyId, bytes } = sealHeld(ring, random, plain, { purpose, held });
      return `${keyId}.${bytes.toString('base64url')}`;
    },
    open(purpose, text, held) {
      const [keyId = '', body = ''] = (text ?? '').split('.');
      if (body === '' || !ring.has(keyId)) return undefined;
      try {
        const bytes = Buffer.from(body, 'base64url');
        return JSON.parse(openHeld(ring, { keyId, bytes }, { purpose, held }).toString());
      } catch {
        return undefined;
      }
    },
  };
}
