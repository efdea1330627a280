import type { Context } from 'koa';
import { GatepostError } from '../../../../libs/errors/index.js';
import { show } from '../../../../libs/web/index.js';
import { DisownedPage, DisownPage } from '../../pages/not-me.js';
import { NoticePage } from '../../pages/status.js';
import type { Disown } from '../../ports/notice-links.js';
import type { PageParts, Routes } from '../parts.js';
import { visit } from '../visit.js';

/** Holds a compact JWS (RFC 7515 section 7.1) of at most 1,024 octets. */
const PATH = /^\/not-me\/[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * “This was not me”, the link in a notice. Opening the link changes nothing, as mail scanners follow links; the button
 * does. Nobody has to sign in, as all it does is take access away.
 */
export function notMeRoutes(router: Routes, parts: PageParts & { disown: Disown }): void {
  router.get('/not-me/:ticket', async (ctx) => {
    if (!isLink(ctx)) return;
    const { look, browser } = visit(ctx);
    const formKey = { token: parts.signer.formToken(browser()) };
    show(ctx, <DisownPage look={await look()} formKey={formKey} action={ctx.path} />);
  });
  router.post('/not-me/:ticket', async (ctx) => {
    if (!isLink(ctx)) return;
    const { look, t } = visit(ctx);
    try {
      const ended = await parts.disown(ctx.path.slice('/not-me/'.length));
      show(ctx, <DisownedPage look={await look()} ended={ended} />);
    } catch (error) {
      if (!(error instanceof GatepostError) || error.code !== 'PERMISSION_DENIED') throw error;
      const lines = [t('not-me-over-text'), t('not-me-administrator')];
      const action = { href: '/sign-in', text: t('sign-in-button') };
      const props = { look: await look(), title: t('not-me-over-title'), lines, action };
      show(ctx, <NoticePage {...props} isAlert />, 410);
    }
  });
}

/** Keeps the path, which is a secret, out of requests to other pages: they see the origin alone. */
function isLink(ctx: Context): boolean {
  ctx.set('Referrer-Policy', 'strict-origin');
  return ctx.path.length <= 1_100 && PATH.test(ctx.path);
}
