import type { Service } from '../../../../libs/names/services.js';
import { type OriginalRequest, wayBack } from '../../core/original-request.js';
import type { HttpAnswer } from '../../listeners/http.js';
import type { RedeemCode } from '../../ports.js';
import { cookieOf, START_COOKIE, setCookie } from './cookies.js';
import { bindingOf, type SignInState } from './sign-in-state.js';
import type { WebSessions } from './web-sessions.js';

/** The sign-in page that a listener sends browsers to, and what it is registered as there. */
export interface SignInPageSettings {
  /** Of the sign-in page, without a slash at its end. */
  readonly url: string;
  /** As registered at the sign-in page, with the origin and the service below. */
  readonly client: string;
  /** Origin of the protected host: `https://mail.a.tld`. */
  readonly host: string;
  readonly service: Service;
  /** Whether the mail server behind is given a mail token as a password, or the account alone. */
  readonly backend: 'basic' | 'header';
  /** Whether the proxy hands a redirect on to the browser; nginx's `auth_request` takes 401 alone. */
  readonly redirects: boolean;
}

/** Ways of our own on the protected host; proxies bring them to the listener. */
export const CALLBACK_PATH = '/.gatepost/callback';
export const LOGOUT_PATH = '/.gatepost/logout';

export interface SignInPage {
  readonly settings: SignInPageSettings;
  /** Sends a browser to the sign-in page, which brings it back here. */
  leave(original: OriginalRequest, cookies: string | undefined): Promise<HttpAnswer>;
  /**
   * Takes a browser that comes back: its one-time code becomes a session.
   * @param serves whether this listener serves the account
   * @throws GatepostError where portal cannot be asked
   */
  arrive(
    query: URLSearchParams,
    cookies: string | undefined,
    serves: (account: string) => boolean,
  ): Promise<HttpAnswer>;
  /** Where a browser goes after signing out. */
  readonly signedOut: string;
}

const START_SECONDS = 1_800;
const RANDOM = /^[A-Za-z0-9_-]{43}$/;
const NEW_START_OCTETS = 32;
const NOT_KEPT = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' } as const;

/** The way of a browser to the sign-in page and back, for one listener. */
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
      // One for all tabs of a browser: the sign-in of each finds its way back.
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

/** No redirect: a browser that keeps no cookies would go round for ever. */
const NOT_COMPLETED: HttpAnswer = {
  status: 400,
  headers: { ...NOT_KEPT, 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'The sign-in could not be completed here. Open the page that you wanted again, and sign in.\n',
};
