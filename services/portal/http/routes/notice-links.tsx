import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { show } from '../../../../libs/web/index.js';
import { ConfirmAddressPage, SwitchOffPage } from '../../pages/notice-links.js';
import { NoticePage } from '../../pages/status.js';
import type { NoticeLinks } from '../../ports/notice-links.js';
import type { PageParts, Routes } from '../parts.js';
import { visit } from '../visit.js';

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MOST_TOKEN = 1024;

/**
 * The other links in notices. Opening a link changes nothing, as mail scanners follow links; a POST does. Nobody has to
 * sign in, as the link is the proof.
 */
export function noticeLinkRoutes(router: Routes, parts: PageParts, links: NoticeLinks): void {
  router.get('/confirm-address/:token', async (ctx) => {
    const link = await links.describe(tokenOf(ctx));
    if (link === undefined || link.address === '') return showOver(ctx);
    const { look, browser } = visit(ctx);
    const formKey = { token: parts.signer.formToken(browser()) };
    const props = { look: await look(domainOfAccount(link.account)), formKey, action: ctx.path };
    show(ctx, <ConfirmAddressPage {...props} {...link} />);
  });
  router.post('/confirm-address/:token', async (ctx) => {
    const confirmed = await links.confirm(tokenOf(ctx));
    if (confirmed === undefined) return showOver(ctx);
    const { look, t } = visit(ctx);
    const { account, address } = confirmed;
    const lines = [t('address-confirmed-text', { account, address })];
    const props = {
      look: await look(domainOfAccount(account)),
      title: t('address-confirmed-title'),
      lines,
    };
    show(ctx, <NoticePage {...props} />);
  });
  router.get('/notices-off/:token', async (ctx) => {
    const link = await links.describe(tokenOf(ctx));
    if (link === undefined || link.kind === '') return showOver(ctx);
    const { look, browser } = visit(ctx);
    const formKey = { token: parts.signer.formToken(browser()) };
    const props = { look: await look(domainOfAccount(link.account)), formKey, action: ctx.path };
    show(ctx, <SwitchOffPage {...props} {...link} />);
  });
  router.post('/notices-off/:token', async (ctx) => {
    const off = await links.switchOff(tokenOf(ctx));
    if (off === undefined) return showOver(ctx);
    const { look, t } = visit(ctx);
    const { account, kind } = off;
    const lines = [t(`notice-kind-${kind}`), t('notices-off-text', { account })];
    const props = {
      look: await look(domainOfAccount(account)),
      title: t('notices-off-title'),
      lines,
    };
    show(ctx, <NoticePage {...props} />);
  });
}

/**
 * Reads the token, and keeps the address, which is a secret, out of requests to other pages. Empty if it cannot be a
 * token.
 */
function tokenOf(ctx: Context): string {
  ctx.set('Referrer-Policy', 'strict-origin');
  const { token } = ctx.params as { readonly token: string };
  return token.length <= MOST_TOKEN && TOKEN.test(token) ? token : '';
}

async function showOver(ctx: Context): Promise<void> {
  const { look, t } = visit(ctx);
  const props = { look: await look(), title: t('link-over-title'), lines: [t('link-over-text')] };
  show(ctx, <NoticePage {...props} isAlert />, 410);
}
