import type { Context, Middleware } from 'koa';
import type { Clock } from '../../../libs/clock/index.js';
import { ALL_LANGUAGES, type Translator } from '../../../libs/i18n/index.js';
import type { Random } from '../../../libs/random/index.js';
import {
  asSecret,
  type ClientAddresses,
  chooseLanguage,
  hereOf,
  type Signer,
  untilIn,
  whenIn,
} from '../../../libs/web/index.js';
import { findSite, type Site, signInHostOf } from '../core/site.js';
import type { Look } from '../pages/layout.js';
import type { Branding } from '../ports/branding.js';
import type { Visitor } from '../ports/policy.js';
import { type CookieName, readCookies, writeCookie } from './cookies.js';

/** One request, as the routes see it. */
export interface Visit {
  readonly site: Site;
  readonly visitor: Visitor;
  readonly t: Translator;
  cookie(name: CookieName): string | undefined;
  setCookie(name: CookieName, value: string, seconds?: number): void;
  /** The browser's cookie. One is made if there is none. */
  browser(): string;
  /** Whether the browser sent one. */
  readonly hasBrowser: boolean;
  /** Gives the browser a fresh cookie: nothing from before a sign-in is valid after it. */
  renewBrowser(): string;
  /** How pages look to people of a domain. Without a domain, as long as it is not known, the host's own look. */
  look(domain?: string): Promise<Look>;
}

export interface VisitParts {
  readonly sites: readonly Site[];
  readonly name: string;
  /** IANA name, for domains without a time zone of their own. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly addresses: ClientAddresses;
  readonly translate: (language: Translator['language']) => Translator;
  readonly brandingOf: (domain: string) => Promise<Branding | undefined>;
  readonly random: Random;
  readonly signer: Signer;
}

/** Refuses unknown hosts, whatever they send, and reads what every page needs. */
export function readVisit(parts: VisitParts): Middleware {
  return async (ctx, next) => {
    const site = findSite(parts.sites, ctx.get('host'));
    if (site === undefined) {
      ctx.status = 421;
      ctx.body = 'this host is not served here\n';
      return;
    }
    ctx.state.site = site;
    ctx.state.visit = makeVisit(ctx, site, parts);
    await next();
  };
}

/** Returns the visit of a request, after `readVisit` made it. */
export function visit(ctx: Context): Visit {
  return ctx.state.visit as Visit;
}

/** Makes the visit of a request at a site: its cookies, its look and its client's address. */
export function makeVisit(ctx: Context, site: Site, parts: VisitParts): Visit {
  const cookies = readCookies(ctx.get('cookie'));
  const cookie = (name: CookieName) => cookies(site, name);
  const setCookie: Visit['setCookie'] = (name, value, seconds) =>
    ctx.append('Set-Cookie', writeCookie(site, name, value, seconds));
  let browser = asSecret(cookie('browser'));
  const hasBrowser = browser !== undefined;
  const makeBrowser = () => {
    browser = parts.random.bytes(32).toString('base64url');
    setCookie('browser', browser);
    return browser;
  };
  const language = chooseLanguage(ctx, cookie('language'));
  const t = parts.translate(language.chosen);
  if (language.isNew) setCookie('language', language.chosen, 400 * 86_400);
  return {
    site,
    t,
    cookie,
    setCookie,
    hasBrowser,
    browser: () => browser ?? makeBrowser(),
    renewBrowser: makeBrowser,
    visitor: {
      address: addressOf(ctx, parts.addresses),
      signInHost: signInHostOf(site),
      userAgent: ctx.get('user-agent'),
      language: language.isKnown ? language.chosen : undefined,
      deviceToken: asSecret(cookie('device')),
    },
    look: (domain) => lookOf({ ctx, site, t, domain, parts }),
  };
}

function addressOf(ctx: Context, addresses: ClientAddresses): Visitor['address'] {
  const located = addresses.locate(ctx.req);
  if (located.kind === 'located') return located.address;
  throw Object.assign(new Error('no client address'), { status: 400, expose: false });
}

async function lookOf(of: {
  ctx: Context;
  site: Site;
  t: Translator;
  domain: string | undefined;
  parts: VisitParts;
}): Promise<Look> {
  const { ctx, site, t, parts } = of;
  const [only = '*', ...others] = site.domains;
  const domain = of.domain ?? (others.length === 0 && only !== '*' ? only : undefined);
  const branding = domain === undefined ? undefined : await parts.brandingOf(domain);
  const path = (name: string) => `/brand/${domain}/${name}`;
  const zone = branding?.timeZone || parts.timeZone;
  return {
    t,
    name: branding?.name || parts.name,
    logo: branding?.logoPng.length ? path('logo.png') : undefined,
    colours: branding?.colour ? path('colours.css') : undefined,
    help: branding?.helpTexts[t.language] ?? branding?.help ?? '',
    until: untilIn(t, zone, parts.clock),
    when: whenIn(t, zone, parts.clock),
    languages: languagesOf(branding),
    here: hereOf(ctx, '/sign-in'),
  };
}

function languagesOf(branding: Branding | undefined): Look['languages'] {
  if (branding === undefined || branding.languages.length === 0) return ALL_LANGUAGES;
  return ALL_LANGUAGES.filter((language) => branding.languages.includes(language));
}
