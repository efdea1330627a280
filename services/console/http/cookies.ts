import { parseCookie } from 'cookie';
import type { Random } from '../../../libs/random/index.js';
import { type KeyRing, openHeld, sealHeld } from '../../../libs/seal/index.js';
import { hostCookie, hostCookieName } from '../../../libs/web/index.js';

/** The console's cookies: names of its own, as a host's ports share them. */
const COOKIES = {
  /** Names the browser: forms are its own by this, and what is sealed opens with it alone. */
  browser: 'gatepost-console-browser',
  /** Sealed: the sign-in. */
  session: 'gatepost-console',
  /** Sealed: a sign-in or an act that the browser is away for. */
  flow: 'gatepost-console-flow',
  language: 'gatepost-console-language',
} as const;
export type CookieName = keyof typeof COOKIES;

/** Reads a `Cookie` header once. */
export function readCookies(header: string, isSecure: boolean) {
  const cookies = parseCookie(header);
  return (name: CookieName): string | undefined => cookies[hostCookieName(isSecure, COOKIES[name])];
}

/** @param seconds absent: until the browser is closed; 0: no longer */
export function writeCookie(
  name: CookieName,
  value: string,
  { isSecure, seconds }: { isSecure: boolean; seconds?: number | undefined },
): string {
  const whole = hostCookieName(isSecure, COOKIES[name]);
  return hostCookie(whole, value, { isSecure, seconds, sameSite: 'lax' });
}

/** What a browser keeps and cannot read. */
export interface Sealer {
  /** @param held what else must be presented with it */
  seal(purpose: 'session' | 'flow', value: object, held: string): string;
  /** Undefined: it is none of ours, of another browser, or of another network. */
  open(purpose: 'session' | 'flow', text: string | undefined, held: string): unknown;
}

/** @param ring the same on every replica: any of them goes on */
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
