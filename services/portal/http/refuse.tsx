import type { Context } from 'koa';
import { show } from '../../../libs/web/index.js';
import { NoticePage } from '../pages/status.js';
import { visit } from './visit.js';

/** Says that something could not be done now. @param over the page to try again from */
export async function showUndecided(
  ctx: Context,
  domain: string | undefined,
  over: string,
): Promise<void> {
  const { t, look } = visit(ctx);
  const props = { look: await look(domain), title: t('undecided-title') };
  const action = { href: over, text: t('try-again') };
  ctx.set('Retry-After', '10');
  show(ctx, <NoticePage {...props} lines={[t('undecided-text')]} action={action} isAlert />, 503);
}

/** Refuses a request that no page of ours makes, or that came without its cookies and can be tried again. */
export async function refuseRequest(
  ctx: Context,
  text: string,
  status = 400,
  button: 'sign-in-again' | 'try-again' = 'sign-in-again',
): Promise<void> {
  const { t, look } = visit(ctx);
  const action = { href: '/sign-in', text: t(button) };
  const props = { look: await look(), title: t('bad-request-title'), lines: [text], action };
  show(ctx, <NoticePage {...props} isAlert />, status);
}
