import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { forgeryOf, type Signer, securityHeaders, show } from '../../../libs/web/index.js';
import type { Site } from '../core/site.js';
import { NoticePage } from '../pages/status.js';
import type { Disown, NoticeLinks } from '../ports/notice-links.js';
import type { PageParts } from './parts.js';
import { refuseRequest } from './refuse.js';
import { accessRoutes } from './routes/access.js';
import { assetRoutes } from './routes/assets.js';
import { changeRoutes } from './routes/change.js';
import { changeListRoutes } from './routes/changes.js';
import { firstPageRoutes } from './routes/first-page.js';
import { forwardRoutes } from './routes/forward.js';
import { homeRoutes } from './routes/home.js';
import { mailSettingsRoutes } from './routes/mail-settings.js';
import { notMeRoutes } from './routes/not-me.js';
import { noticeLinkRoutes } from './routes/notice-links.js';
import { noticeRoutes } from './routes/notices.js';
import { passkeyRoutes } from './routes/passkey.js';
import { pendingSignInRoutes } from './routes/pending-sign-in.js';
import { providerRoutes } from './routes/provider.js';
import { signInRoutes } from './routes/sign-ins.js';
import { readVisit, type VisitParts, visit } from './visit.js';

/** Enough for a SAML response in a form, in base64. */
const MOST_SAML = '512kb';
const MOST_FORM = '16kb';
const ACS = /^\/saml\/[^/]+\/acs$/;
/** A link that mail programs post to on their own (RFC 8058). The link itself is the proof. */
const ONE_CLICK = /^\/notices-off\/[^/]+$/;

/** All pages as one Koa application. */
export function createApp(
  parts: PageParts &
    VisitParts & { readonly disown: Disown; readonly noticeLinks: NoticeLinks | undefined },
): Koa {
  const app = new Koa();
  const router = new Router();
  app.on('error', (error) => parts.log.error('a page could not be shown', { error }));
  app.use(securityHeaders((ctx) => (ctx.state.site as Site | undefined)?.isSecure === true));
  app.use(readVisit(parts));
  app.use(explainFailures(parts));
  app.use(readForms());
  app.use(refuseForgeries(parts));
  assetRoutes(router, parts.brandingOf);
  mailSettingsRoutes(router, parts.brandingOf);
  homeRoutes(router, parts);
  signInRoutes(router, parts);
  changeListRoutes(router, parts);
  accessRoutes(router, parts);
  changeRoutes(router, parts);
  noticeRoutes(router, parts);
  notMeRoutes(router, parts);
  if (parts.noticeLinks !== undefined) noticeLinkRoutes(router, parts, parts.noticeLinks);
  forwardRoutes(router, parts);
  passkeyRoutes(router, parts);
  providerRoutes(router, parts);
  firstPageRoutes(router, parts);
  pendingSignInRoutes(router, parts);
  app.use(router.routes());
  return app;
}

/** Logs any error, and shows a page that says to try again. */
function explainFailures({ log }: PageParts): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) await showNotFound(ctx);
    } catch (error) {
      const { status } = error as { status?: unknown };
      if (typeof status === 'number' && status >= 400 && status < 500) {
        return refuseRequest(ctx, visit(ctx).t('bad-request-text'), status);
      }
      log.error('a page could not be shown', { error, path: ctx.path.replace(/[\w.-]{43,}/, '…') });
      const { t, look } = visit(ctx);
      const props = { title: t('undecided-title'), lines: [t('undecided-text')] };
      const plain = await look().catch(() => undefined);
      if (plain === undefined) ctx.status = 503;
      else show(ctx, <NoticePage look={plain} {...props} isAlert />, 503);
    }
  };
}

async function showNotFound(ctx: Context): Promise<void> {
  const { t, look } = visit(ctx);
  const action = { href: '/', text: t('my-nav') };
  const props = { look: await look(), title: t('not-found-title'), lines: [], action };
  show(ctx, <NoticePage {...props} />, 404);
}

function readForms(): Middleware {
  const usual = bodyParser({ enableTypes: ['form'], formLimit: MOST_FORM });
  const saml = bodyParser({ enableTypes: ['form'], formLimit: MOST_SAML });
  return (ctx, next) => {
    // No browser compresses a form. Refusing compression means that no body from a stranger is decompressed.
    if (ctx.get('content-encoding') !== '') ctx.throw(415, 'a form is not compressed');
    return (ACS.test(ctx.path) ? saml : usual)(ctx as Context, next);
  };
}

/**
 * Accepts a POST only from one of our pages in this browser. Posts of identity providers and mail programs are exempt.
 */
function refuseForgeries({ signer }: PageParts): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'POST' && !ACS.test(ctx.path) && !ONE_CLICK.test(ctx.path)) {
      const forgery = forgeryIn(ctx as Context, signer);
      if (forgery !== undefined) {
        const { t } = visit(ctx as Context);
        return forgery === 'cookie'
          ? refuseRequest(ctx as Context, t('cookies-text'), 403, 'try-again')
          : refuseRequest(ctx as Context, t('forged-text'), 403);
      }
    }
    await next();
  };
}

function forgeryIn(ctx: Context, signer: Signer) {
  const { site, hasBrowser, browser } = visit(ctx);
  const here = { origin: site.origin, browser: hasBrowser ? browser() : undefined };
  return forgeryOf(ctx, signer, here);
}
