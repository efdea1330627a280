import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../ports.js';

/** The state that a browser brings back from the sign-in page: its destination, bound to this browser. */
export interface SignInState {
  /**
   * @param path on the protected host
   * @param start the browser's start cookie
   */
  sign(path: string, start: string): Promise<string>;
  /** Returns the path. Undefined if the state was not signed here, belongs to another browser, or is too old. */
  verify(state: string, start: string): Promise<string | undefined>;
}

const MINUTES = 30;

/** base64url of the SHA-256 of a browser's start cookie. It binds a code and a state to the browser. */
export function bindingOf(start: string): string {
  return createHash('sha256').update(start).digest('base64url');
}

/**
 * A JWT (RFC 7519) that is not stored, because a sign-in may end at another replica.
 * @param host origin of the protected host
 */
export function signInState(parts: {
  key: Uint8Array;
  listener: string;
  host: string;
  clock: Clock;
}): SignInState {
  const { key, listener, host, clock } = parts;
  const issuer = `gatepost/edge/${listener}/sign-in`;
  return {
    sign(path, start) {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ path, binding: bindingOf(start) })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setAudience(host)
        .setExpirationTime(now + MINUTES * 60)
        .sign(key);
    },
    async verify(state, start) {
      try {
        const { payload } = await jwtVerify(state, key, {
          ...{ issuer, audience: host, algorithms: ['HS256'], requiredClaims: ['exp'] },
          currentDate: new Date(clock.now()),
        });
        const { path, binding } = payload;
        return typeof path === 'string' && binding === bindingOf(start) ? path : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
