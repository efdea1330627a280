import { parseCookie } from 'cookie';

/**
 * Our own cookies at a protected host. `__Host-` binds them to that host over TLS (RFC 6265bis section 4.1.3.2), so no
 * neighbouring host can set or read them.
 */
export const SESSION_COOKIE = '__Host-gatepost-session';
export const START_COOKIE = '__Host-gatepost-start';
export const DEVICE_COOKIE = '__Host-gatepost-device';
const OWN = [SESSION_COOKIE, START_COOKIE, DEVICE_COOKIE];

/** A browser's cookie by name. Undefined if it has none. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[name];
}

/** Makes a `Set-Cookie` value; 0 seconds deletes the cookie. */
export function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** A request's `Cookie` header without our cookies, which the mail server behind must not get. May be empty. */
export function withoutOwnCookies(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim());
  const isOwn = (pair: string) => OWN.includes(pair.split('=', 1)[0]?.trim() ?? '');
  return pairs.filter((pair) => pair !== '' && !isOwn(pair)).join('; ');
}
