import type { Context } from 'koa';
import { show } from '../../../libs/web/index.js';
import { NoticePage } from '../pages/notice.js';
import { visit } from './visit.js';

/** Shows a page that says one thing. @param what names the messages `<what>-title` and `<what>-text` */
export function showMessage(ctx: Context, what: string, status: number, href = '/'): void {
  const { t, look } = visit(ctx);
  const action = { href, text: t(actionOf(href)) };
  const page = (
    <NoticePage look={look} title={t(`${what}-title`)} text={t(`${what}-text`)} action={action} />
  );
  show(ctx, page, status);
}

/** Answers 429, with `Retry-After` in seconds. */
export function tooMany(ctx: Context): void {
  ctx.set('Retry-After', '10');
  showMessage(ctx, 'too-many', 429, visit(ctx).look.here);
}

/** Says that something could not be done now, and was not done. */
export function showUndecided(ctx: Context): void {
  ctx.set('Retry-After', '10');
  showMessage(ctx, 'undecided', 503, visit(ctx).look.here);
}

function actionOf(href: string): string {
  if (href.startsWith('/sign-in')) return 'sign-in-action';
  return /^\/(domains\/[^/]+)?$/.test(href) ? 'start-action' : 'again-action';
}
