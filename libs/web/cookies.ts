import { stringifySetCookie } from 'cookie';

/** A secret of 256 bits, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Returns the value if it has the form of a secret, else undefined. */
export function asSecret(value: string | undefined): string | undefined {
  return value !== undefined && SECRET.test(value) ? value : undefined;
}

/** `__Host-` ties a cookie to this host and to TLS (RFC 6265bis, 4.1.3.2). Only local development uses plain HTTP. */
export function hostCookieName(isSecure: boolean, name: string): string {
  return isSecure ? `__Host-${name}` : name;
}

/**
 * Writes a `Set-Cookie` header. The cookie is for this host alone, and no script can read it.
 * @param name the whole name, as `hostCookieName` returns it
 * @param options without `seconds` the cookie lasts until the browser closes; 0 deletes it
 */
export function hostCookie(
  name: string,
  value: string,
  options: {
    readonly isSecure: boolean;
    readonly seconds?: number | undefined;
    readonly sameSite?: 'lax' | 'none' | undefined;
  },
): string {
  const { isSecure, seconds, sameSite } = options;
  return stringifySetCookie({
    ...{ name, value, path: '/', httpOnly: true, secure: isSecure },
    ...(sameSite === undefined ? {} : { sameSite }),
    ...(seconds === undefined ? {} : { maxAge: seconds }),
  });
}
