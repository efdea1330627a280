import { stringifySetCookie } from 'cookie';

/** A secret of 256 bits, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** What is no secret of ours is none. */
export function asSecret(value: string | undefined): string | undefined {
  return value !== undefined && SECRET.test(value) ? value : undefined;
}

/** `__Host-`: from this host alone, over TLS alone (RFC 6265bis, 4.1.3.2). Plain HTTP is this machine's only. */
export function hostCookieName(isSecure: boolean, name: string): string {
  return isSecure ? `__Host-${name}` : name;
}

/**
 * A `Set-Cookie` header: the host's alone, and no script reads it.
 * @param name whole, as `hostCookieName` gives it
 * @param options seconds absent: until the browser is closed; 0: no longer
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
