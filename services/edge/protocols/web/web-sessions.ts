import type { Service } from '../../../../libs/names/services.js';
import type { RememberedSessions } from '../../commands/remember-sessions.js';
import type { MailToken, NewSession } from '../../core/web-session.js';
import type { Clock } from '../../ports.js';
import { cookieOf, SESSION_COOKIE, setCookie } from './cookies.js';
import type { SessionCookie } from './session-cookie.js';

/** A browser that is signed in. */
export interface SignedIn {
  /** Canonical. */
  readonly account: string;
  /**
   * Undefined if the session is no longer valid.
   * @throws GatepostError if policy cannot be asked
   */
  mailToken(): Promise<MailToken | undefined>;
}

/** The sessions of the browsers of one listener. */
export interface WebSessions {
  /**
   * Who is signed in, if the request has a session that is valid now for this service and this client.
   * @throws GatepostError if policy cannot be asked
   */
  find(
    cookies: string | undefined,
    wanted: { service: Service; client: string; address: string },
  ): Promise<SignedIn | undefined>;
  /**
   * Makes `Set-Cookie` for a session.
   * @param boundTo the only address at which it is valid; undefined for any
   */
  keep(session: NewSession, boundTo: string | undefined): string;
  /**
   * Ends the session of a request, if it has one.
   * @throws GatepostError
   */
  end(cookies: string | undefined): Promise<void>;
}

/** The longest that a browser keeps a cookie, whatever the session's end: RFC 6265bis section 5.5. */
const MOST_SECONDS = 400 * 86_400;

/** The sessions of one listener's browsers, stored in a sealed cookie. */
export function webSessions(parts: {
  sessions: RememberedSessions;
  cookie: SessionCookie;
  clock: Clock;
}): WebSessions {
  const { sessions, cookie, clock } = parts;
  const opened = (cookies: string | undefined) => {
    const value = cookieOf(cookies, SESSION_COOKIE);
    return value === undefined ? undefined : cookie.open(value);
  };
  return {
    async find(cookies, { service, client, address }) {
      const { secret, boundTo = address } = opened(cookies) ?? {};
      if (secret === undefined || boundTo !== address) return undefined;
      // For administrators, policy is asked each time, so that revoked rights end at once.
      const session = await sessions.check(secret, address, service === 'WebAdminUI');
      if (session?.service !== service || session.client !== client) return undefined;
      return { account: session.account, mailToken: () => sessions.mailToken(secret) };
    },
    keep({ secret, until }, boundTo) {
      const seconds = Math.floor((until - clock.now()) / 1000);
      const lasts = Math.max(1, Math.min(seconds, MOST_SECONDS));
      return setCookie(SESSION_COOKIE, cookie.seal(secret, boundTo), lasts);
    },
    async end(cookies) {
      const { secret } = opened(cookies) ?? {};
      if (secret !== undefined) await sessions.end(secret);
    },
  };
}
