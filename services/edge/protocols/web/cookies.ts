import { parseCookie } from 'cookie';

/**
 * Cookies of our own at a protected host. `__Host-` binds them to that host, over TLS (RFC 6265bis
 * section 4.1.3.2): no neighbour of its domain can set or read one.
 */
export const SESSION_COOKIE = '__Host-gatepost-session';
export const START_COOKIE = '__Host-gatepost-start';
export const DEVICE_COOKIE = '__Host-gatepost-device';
const OWN = [SESSION_COOKIE, START_COOKIE, DEVICE_COOKIE];

/** A browser's cookie by its name; undefined where it has none. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[name];
}

/** `Set-Cookie`; 0 seconds takes the cookie away. */
export function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** A request's `Cookie` without ours, which the mail server behind must not get; may be empty. */
export function withoutOwnCookies(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim());
  const isOwn = (pair: string) => OWN.includes(pair.split('=', 1)[0]?.trim() ?? '');
  return pairs.filter((pair) => pair !== '' && !isOwn(pair)).join('; ');
}
