import type { Context } from 'koa';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** Answers with a page. */
export function show(ctx: Context, page: VNode, status = 200): void {
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!DOCTYPE html>${render(page)}`;
}

/** Redirects with 303, so that the browser follows a POST with a GET. @param path on this host */
export function goTo(ctx: Context, path: string): void {
  ctx.status = 303;
  ctx.set('Location', path);
  ctx.body = '';
}
