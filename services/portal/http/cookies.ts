import { parseCookie, stringifySetCookie } from 'cookie';
import type { Site } from '../core/site.js';

/** The cookies of the page. All are the host's alone, and no script reads them. */
export const COOKIES = {
  /** Names the browser, before and between sign-ins: forms are its own by this. */
  browser: 'gatepost-browser',
  /** Of a browser that is signed in. */
  session: 'gatepost-session',
  /** Of a trusted device. */
  device: 'gatepost-device',
  /** While the person is at the identity provider, which posts across sites. */
  provider: 'gatepost-provider',
  language: 'gatepost-language',
  /** Of OpenID Connect: names the client's request that this browser began. */
  flow: 'gatepost-flow',
} as const;

export type CookieName = keyof typeof COOKIES;

/** How long a browser keeps the token of a trusted device: the longest that browsers keep anything. */
export const DEVICE_SECONDS = 400 * 86_400;

/** A secret of 256 bits, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** `__Host-`: from this host alone, over TLS alone (RFC 6265bis, 4.1.3.2). Plain HTTP is this machine's only. */
export function cookieName(site: Site, name: CookieName): string {
  // The flow's is set by oidc-provider, with a path.
  return site.isSecure && name !== 'flow' ? `__Host-${COOKIES[name]}` : COOKIES[name];
}

/** Parses a `Cookie` header once, and reads cookies of ours by name. */
export function readCookies(
  header: string | undefined,
): (site: Site, name: CookieName) => string | undefined {
  const cookies = parseCookie(header ?? '');
  return (site, name) => cookies[cookieName(site, name)];
}

/** What is no secret of ours is none. */
export function asSecret(value: string | undefined): string | undefined {
  return value !== undefined && SECRET.test(value) ? value : undefined;
}

/** @param seconds absent: until the browser is closed; 0: no longer */
export function writeCookie(site: Site, name: CookieName, value: string, seconds?: number): string {
  return stringifySetCookie({
    name: cookieName(site, name),
    value,
    path: '/',
    httpOnly: true,
    secure: site.isSecure,
    ...sameSiteOf(site, name),
    ...(seconds === undefined ? {} : { maxAge: seconds }),
  });
}

/**
 * The identity provider's page posts across sites: its cookie goes with that, which over plain HTTP, on this machine,
 * only one without the attribute does.
 */
function sameSiteOf({ isSecure }: Site, name: CookieName): { sameSite?: 'lax' | 'none' } {
  if (name !== 'provider') return { sameSite: 'lax' };
  return isSecure ? { sameSite: 'none' } : {};
}
