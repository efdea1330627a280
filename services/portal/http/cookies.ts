import { parseCookie } from 'cookie';
import { hostCookie, hostCookieName } from '../../../libs/web/index.js';
import type { Site } from '../core/site.js';

/** The cookies of the page. All are the host's alone, and no script reads them. */
export const COOKIES = {
  /** Names the browser, before and between sign-ins: forms are its own by this. */
  browser: 'gatepost-browser',
  /** Of a browser that is signed in. */
  session: 'gatepost-session',
  /** Of a trusted device. */
  device: 'gatepost-device',
  /** Names that trust in lists: it opens nothing. */
  deviceTrust: 'gatepost-device-trust',
  /** While the person is at the identity provider, which posts across sites. */
  provider: 'gatepost-provider',
  language: 'gatepost-language',
  /** Of OpenID Connect: names the client's request that this browser began. */
  flow: 'gatepost-flow',
} as const;

export type CookieName = keyof typeof COOKIES;

/** How long a browser keeps the token of a trusted device: the longest that browsers keep anything. */
export const DEVICE_SECONDS = 400 * 86_400;

/** As libs/web names a host's cookies. */
export function cookieName(site: Site, name: CookieName): string {
  // The flow's is set by oidc-provider, with a path.
  return hostCookieName(site.isSecure && name !== 'flow', COOKIES[name]);
}

/** Parses a `Cookie` header once, and reads cookies of ours by name. */
export function readCookies(
  header: string | undefined,
): (site: Site, name: CookieName) => string | undefined {
  const cookies = parseCookie(header ?? '');
  return (site, name) => cookies[cookieName(site, name)];
}

/** @param seconds absent: until the browser is closed; 0: no longer */
export function writeCookie(site: Site, name: CookieName, value: string, seconds?: number): string {
  const { isSecure } = site;
  return hostCookie(cookieName(site, name), value, {
    isSecure,
    seconds,
    ...sameSiteOf(site, name),
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
