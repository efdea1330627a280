import { join } from 'node:path';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { packageRoot } from '../../../libs/config/index.js';
import { GatepostError } from '../../../libs/errors/index.js';
import { forgeryOf, STYLE, securityHeaders, serveStatic } from '../../../libs/web/index.js';
import type { PageParts } from './parts.js';
import { readForms } from './read-forms.js';
import { showMessage, showUndecided } from './refuse.js';
import { accountRoutes } from './routes/accounts.js';
import { actRoutes } from './routes/acts.js';
import { clientRoutes } from './routes/clients.js';
import { evidenceRoutes } from './routes/evidence.js';
import { liveRoutes } from './routes/live.js';
import { operatorRoutes } from './routes/operators.js';
import { policyRoutes } from './routes/policy.js';
import { recordRoutes } from './routes/record.js';
import { secondFactorRoutes } from './routes/second-factors.js';
import { signInRoutes } from './routes/sign-in.js';
import { todayRoutes } from './routes/today.js';
import { trialRoutes } from './routes/trial.js';
import { workRoutes } from './routes/work.js';
import { readVisit, visit } from './visit.js';

const LIVE = join(packageRoot, 'services', 'console', 'static', 'live.js');

/** All pages as one Koa application. */
export function createApp(parts: PageParts): Koa {
  const app = new Koa();
  const router = new Router();
  app.on('error', (error) => {
    // The browser left while its page was being sent.
    if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    parts.log.error('a page could not be shown', { error });
  });
  app.use(securityHeaders(() => parts.origin.startsWith('https:')));
  app.use(readVisit(parts));
  app.use(explainFailures(parts));
  app.use(readForms(parts));
  app.use(refuseForgeries(parts));
  serveStatic(router, [STYLE, LIVE]);
  signInRoutes(router, parts);
  operatorRoutes(router, parts);
  clientRoutes(router, parts);
  todayRoutes(router, parts);
  // `live` before `:id`.
  liveRoutes(router, parts);
  recordRoutes(router, parts);
  accountRoutes(router, parts);
  secondFactorRoutes(router, parts);
  actRoutes(router, parts);
  policyRoutes(router, parts);
  evidenceRoutes(router, parts);
  trialRoutes(router, parts);
  workRoutes(router, parts);
  app.use(router.routes());
  return app;
}

/** Shows a refusal if a service refused. For any other error, logs it and shows a page that says to try again. */
function explainFailures({ log }: PageParts): Middleware {
  return async (context, next) => {
    const ctx = context as Context;
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) showMessage(ctx, 'not-found', 404);
    } catch (error) {
      const { status } = error as { status?: unknown };
      if (typeof status === 'number' && status >= 400 && status < 500) {
        return showMessage(ctx, 'bad-request', status);
      }
      const code = error instanceof GatepostError ? error.code : undefined;
      if (code === 'PERMISSION_DENIED') return showMessage(ctx, 'not-yours', 403);
      if (code === 'INVALID_ARGUMENT') return showMessage(ctx, 'bad-request', 400);
      if (code === 'NOT_FOUND') return showMessage(ctx, 'not-found', 404);
      log.error('a page could not be shown', { error, path: ctx.path });
      showUndecided(ctx);
    }
  };
}

/** Accepts a POST only from one of our pages in this browser. */
function refuseForgeries({ signer, origin }: PageParts): Middleware {
  return async (ctx, next) => {
    const context = ctx as Context;
    const { browser } = visit(context);
    if (ctx.method === 'POST' && forgeryOf(context, signer, { origin, browser }) !== undefined) {
      return showMessage(context, 'forged', 403);
    }
    await next();
  };
}
