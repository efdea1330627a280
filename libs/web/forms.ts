import type { Context } from 'koa';
import type { Signer } from './signed.js';

/** A field of a form; one that came several times is none. */
export function field(ctx: Context, name: string): string {
  const body = ctx.request.body as Record<string, unknown> | undefined;
  const value = body?.[name];
  return typeof value === 'string' ? value : '';
}

export type Forgery = 'origin' | 'cookie' | 'token';

/**
 * Whether a form did not come from a page of this host that this browser was given: by `Origin` and
 * by a token that only such a page has. Undefined: it did.
 * @param here the origin of this host, and the browser's cookie, undefined where it sent none
 */
export function forgeryOf(
  ctx: Context,
  signer: Signer,
  here: { readonly origin: string; readonly browser: string | undefined },
): Forgery | undefined {
  const origin = ctx.get('origin');
  // Browsers that say no Origin say where a request comes from otherwise.
  const said =
    origin !== '' ? origin : ctx.get('sec-fetch-site') === 'same-origin' ? here.origin : '';
  if (said !== here.origin) return 'origin';
  if (here.browser === undefined) return 'cookie';
  return signer.isFormToken(field(ctx, 'token'), here.browser) ? undefined : 'token';
}
