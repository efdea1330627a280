import { parseCookie } from 'cookie';
import { jwtVerify, SignJWT } from 'jose';
import type { Service } from '../../../libs/names/services.js';
import type { TrustedSession } from '../core/ended-trusts.js';
import type { Allowed } from '../core/outcome.js';
import type { Clock } from '../ports.js';

/** A browser's cookie by its name; undefined where it has none. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[name];
}

/** Web sessions: a signed cookie says what was allowed, until when, and what would end it. */
export interface Sessions {
  /** The account a request is signed in as; undefined: none, or one that holds no longer. */
  find(cookies: string | undefined, service: Service, client: string): Promise<string | undefined>;
  /** To be read before a login is decided: trust may end while it is. */
  now(): number;
  /**
   * @param since when its decision was asked for: trust that ends later ends the session
   * @returns undefined where nothing is left of the time that the login is good for
   */
  issue(
    allowed: Allowed,
    service: Service,
    client: string,
    since: number,
  ): Promise<{ name: string; value: string; seconds: number } | undefined>;
}

const COOKIE = 'gatepost_session';

/**
 * @param key of the sessions alone; @param lifetimeMs the longest a session lasts; one carried by
 *   trust ends with the trust, and is good at its own address only
 */
export function createSessions(parts: {
  listener: string;
  key: Uint8Array;
  lifetimeMs: number;
  clock: Clock;
  hasEnded: (session: TrustedSession) => boolean;
}): Sessions {
  const { listener, key, lifetimeMs, clock, hasEnded } = parts;
  const issuer = `gatepost/edge/${listener}`;
  return {
    async find(cookies, service, client) {
      const token = cookieOf(cookies, COOKIE);
      if (token === undefined) return undefined;
      try {
        const { payload } = await jwtVerify(token, key, {
          ...{ issuer, audience: service, algorithms: ['HS256'] },
          ...{ currentDate: new Date(clock.now()), requiredClaims: ['exp', 'sub', 'ms'] },
        });
        const { sub: account = '', ip, trusted, ms } = payload;
        if (ip !== undefined && ip !== client) return undefined;
        const since = Number(ms);
        if (trusted === true && hasEnded({ account, client, since })) return undefined;
        return account;
      } catch {
        return undefined;
      }
    },
    now: () => clock.now(),
    async issue({ account, validUntil, bindToIp }, service, client, since) {
      const now = clock.now();
      const end = Math.min(now + lifetimeMs, validUntil ?? Number.POSITIVE_INFINITY);
      const seconds = Math.floor((end - now) / 1000);
      if (seconds < 1) return undefined;
      const trusted = validUntil !== undefined;
      const claims = { trusted, ms: since, ...(bindToIp || trusted ? { ip: client } : {}) };
      const value = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setAudience(service)
        .setSubject(account)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(end / 1000))
        .sign(key);
      return { name: COOKIE, value, seconds };
    },
  };
}
