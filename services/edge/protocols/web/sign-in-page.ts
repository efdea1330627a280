import type { Service } from '../../../../libs/names/services.js';
import { type OriginalRequest, wayBack } from '../../core/original-request.js';
import type { HttpAnswer } from '../../listeners/http.js';
import type { RedeemCode } from '../../ports.js';
import { cookieOf, START_COOKIE, setCookie } from './cookies.js';
import { bindingOf, type SignInState } from './sign-in-state.js';
import type { WebSessions } from './web-sessions.js';

/** The sign-in page to which a listener sends browsers, and its registration there. */
export interface SignInPageSettings {
  /** URL of the sign-in page, without a slash at its end. */
  readonly url: string;
  /** The client as registered at the sign-in page, with the origin and the service below. */
  readonly client: string;
  /** Origin of the protected host: `https://mail.a.tld`. */
  readonly host: string;
  readonly service: Service;
  /** Whether the mail server behind receives a mail token as a password, or only the account. */
  readonly backend: 'basic' | 'header';
  /** Whether the proxy passes a redirect to the browser; nginx's `auth_request` only accepts 401. */
  readonly redirects: boolean;
}

/** Our own paths on the protected host, which proxies send to the listener. */
export const CALLBACK_PATH = '/.gatepost/callback';
export const LOGOUT_PATH = '/.gatepost/logout';

export interface SignInPage {
  readonly settings: SignInPageSettings;
  /** Sends a browser to the sign-in page, which sends it back here. */
  leave(original: OriginalRequest, cookies: string | undefined): Promise<HttpAnswer>;
  /**
   * Handles a browser that comes back: its one-time code becomes a session.
   * @param serves whether this listener serves the account
   * @throws GatepostError if portal cannot be asked
   */
  arrive(
    query: URLSearchParams,
    cookies: string | undefined,
    serves: (account: string) => boolean,
  ): Promise<HttpAnswer>;
  /** Where a browser is sent after signing out. */
  readonly signedOut: string;
}

const START_SECONDS = 1_800;
const RANDOM = /^[A-Za-z0-9_-]{43}$/;
const NEW_START_OCTETS = 32;
const NOT_KEPT = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' } as const;

/** A browser's way to the sign-in page and back, for one listener. */
export function signInPage(parts: {
  settings: SignInPageSettings;
  state: SignInState;
  sessions: WebSessions;
  redeem: RedeemCode;
  randomBytes: (octets: number) => Buffer;
}): SignInPage {
  const { settings, state, sessions, redeem, randomBytes } = parts;
  const { url, client, host, redirects } = settings;
  return {
    settings,
    signedOut: `${url}/signed-out?${new URLSearchParams({ client })}`,
    async leave(original, cookies) {
      // One cookie for all tabs of a browser, so that the sign-in of each tab finds its way back.
      const start = startOf(cookies) ?? randomBytes(NEW_START_OCTETS).toString('base64url');
      const query = new URLSearchParams({
        ...{ client, binding: bindingOf(start) },
        state: await state.sign(wayBack(original), start),
      });
      return {
        status: redirects ? 302 : 401,
        headers: {
          ...NOT_KEPT,
          Location: `${url}/forward?${query}`,
          'Set-Cookie': setCookie(START_COOKIE, start, START_SECONDS),
          ...(redirects ? {} : { 'WWW-Authenticate': `Gatepost realm="${settings.service}"` }),
        },
      };
    },
    async arrive(query, cookies, serves) {
      const [code, start] = [query.get('code') ?? '', startOf(cookies)];
      if (start === undefined || !RANDOM.test(code)) return NOT_COMPLETED;
      const path = await state.verify(query.get('state') ?? '', start);
      if (path === undefined) return NOT_COMPLETED;
      const session = await redeem({ code, client, host, binding: bindingOf(start) });
      if (session === undefined || !serves(session.account)) return NOT_COMPLETED;
      return {
        status: 303,
        headers: {
          ...NOT_KEPT,
          Location: `${host}${path}`,
          'Set-Cookie': [sessions.keep(session, undefined), setCookie(START_COOKIE, '', 0)],
        },
      };
    },
  };
}

function startOf(cookies: string | undefined): string | undefined {
  const start = cookieOf(cookies, START_COOKIE) ?? '';
  return RANDOM.test(start) ? start : undefined;
}

/** Not a redirect, because a browser without cookies would loop forever. */
const NOT_COMPLETED: HttpAnswer = {
  status: 400,
  headers: { ...NOT_KEPT, 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'The sign-in could not be completed here. Open the page that you wanted again, and sign in.\n',
};
