import type { Context } from 'koa';

/**
 * The page to come back to with another language: what a GET asked for, without `lang`.
 * @param otherwise a path on this host, where it was no GET
 */
export function hereOf(ctx: Context, otherwise: string): string {
  // `//host` and `/\\host` are addresses of other hosts.
  if (ctx.method !== 'GET' || !/^\/(?![/\\])/.test(ctx.path)) return otherwise;
  const query = new URLSearchParams(ctx.querystring);
  query.delete('lang');
  const text = query.toString();
  return text === '' ? ctx.path : `${ctx.path}?${text}`;
}
