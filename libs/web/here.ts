import type { Context } from 'koa';

/**
 * Returns the page to show again in another language: the path and query of a GET, without `lang`.
 * @param otherwise a path on this host, used if the request was no GET
 */
export function hereOf(ctx: Context, otherwise: string): string {
  // `//host` and `/\\host` are addresses of other hosts.
  if (ctx.method !== 'GET' || !/^\/(?![/\\])/.test(ctx.path)) return otherwise;
  const query = new URLSearchParams(ctx.querystring);
  query.delete('lang');
  const text = query.toString();
  return text === '' ? ctx.path : `${ctx.path}?${text}`;
}
