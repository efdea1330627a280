import { parseCookie } from 'cookie';
import { hostCookie, hostCookieName } from '../../../libs/web/index.js';
import type { Site } from '../core/site.js';

/** The cookies of the pages. They are for this host alone, and no script can read them. */
export const COOKIES = {
  /** Identifies the browser, before and between sign-ins. Forms are tied to it. */
  browser: 'gatepost-browser',
  /** A browser that is signed in. */
  session: 'gatepost-session',
  /** The token of a trusted device. */
  device: 'gatepost-device',
  /** The id of the device's trust in lists. It grants nothing. */
  deviceTrust: 'gatepost-device-trust',
  /** Set while the person is at the identity provider, whose page posts across sites. */
  provider: 'gatepost-provider',
  language: 'gatepost-language',
  /** For OpenID Connect: identifies the client's request that this browser began. */
  flow: 'gatepost-flow',
} as const;

export type CookieName = keyof typeof COOKIES;

/** How long a browser keeps the token of a trusted device: 400 days, the most that browsers allow. */
export const DEVICE_SECONDS = 400 * 86_400;

/** The full name of a cookie on this site. */
export function cookieName(site: Site, name: CookieName): string {
  // oidc-provider sets the flow's cookie with a path, which `__Host-` forbids.
  return hostCookieName(site.isSecure && name !== 'flow', COOKIES[name]);
}

/** Parses a `Cookie` header once, and returns a function that reads our cookies by name. */
export function readCookies(
  header: string | undefined,
): (site: Site, name: CookieName) => string | undefined {
  const cookies = parseCookie(header ?? '');
  return (site, name) => cookies[cookieName(site, name)];
}

/** @param seconds without it the cookie lasts until the browser closes; 0 deletes it */
export function writeCookie(site: Site, name: CookieName, value: string, seconds?: number): string {
  const { isSecure } = site;
  return hostCookie(cookieName(site, name), value, {
    isSecure,
    seconds,
    ...sameSiteOf(site, name),
  });
}

/**
 * The identity provider's page posts across sites, and its cookie must be sent with that POST. Over plain HTTP, on this
 * machine, browsers do that only for a cookie without the attribute.
 */
function sameSiteOf({ isSecure }: Site, name: CookieName): { sameSite?: 'lax' | 'none' } {
  if (name !== 'provider') return { sameSite: 'lax' };
  return isSecure ? { sameSite: 'none' } : {};
}
