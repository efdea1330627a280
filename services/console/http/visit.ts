import type { Context, Middleware } from 'koa';
import { ALL_LANGUAGES, type Translator } from '../../../libs/i18n/index.js';
import { asSecret, chooseLanguage, hereOf, untilIn, whenIn } from '../../../libs/web/index.js';
import type { Look } from '../pages/layout.js';
import { type CookieName, readCookies, writeCookie } from './cookies.js';
import type { PageParts } from './parts.js';

/** One request, as the routes see it. */
export interface Visit {
  readonly t: Translator;
  readonly look: Look;
  cookie(name: CookieName): string | undefined;
  setCookie(name: CookieName, value: string, seconds?: number): void;
  /** The browser's cookie. */
  readonly browser: string | undefined;
  /** Gives the browser a fresh cookie: nothing from before a sign-in is valid after it. */
  renewBrowser(): string;
  /** The client's network, as limits count it: an IPv4 address, or an IPv6 /64. */
  readonly network: string;
}

/** Refuses every host but the console's own, and reads what each page needs. */
export function readVisit(parts: PageParts): Middleware {
  const { host } = new URL(parts.origin);
  return async (ctx, next) => {
    if (ctx.get('host').toLowerCase() !== host) {
      ctx.status = 421;
      ctx.body = 'this host is not served here\n';
      return;
    }
    ctx.state.visit = makeVisit(ctx, parts);
    await next();
  };
}

/** Returns the visit of a request, after `readVisit` made it. */
export function visit(ctx: Context): Visit {
  return ctx.state.visit as Visit;
}

function makeVisit(ctx: Context, parts: PageParts): Visit {
  const { random, signer, clock, timeZone } = parts;
  const isSecure = parts.origin.startsWith('https:');
  const cookie = readCookies(ctx.get('cookie'), isSecure);
  const setCookie: Visit['setCookie'] = (name, value, seconds) =>
    ctx.append('Set-Cookie', writeCookie(name, value, { isSecure, seconds }));
  const language = chooseLanguage(ctx, cookie('language'));
  const t = parts.translate(language.chosen);
  if (language.isNew) setCookie('language', language.chosen, 400 * 86_400);
  const browser = asSecret(cookie('browser'));
  return {
    ...{ t, cookie, setCookie, browser },
    network: parts.addresses.quotaOwnerOf(ctx.req),
    renewBrowser() {
      const fresh = random.bytes(32).toString('base64url');
      setCookie('browser', fresh);
      return fresh;
    },
    look: {
      t,
      languages: ALL_LANGUAGES,
      here: hereOf(ctx, '/'),
      token: browser === undefined ? '' : signer.formToken(browser),
      when: whenIn(t, timeZone, clock),
      until: untilIn(t, timeZone, clock),
    },
  };
}
