import type { Context } from 'koa';
import type { Signer } from './signed.js';

/** Returns a field of a form, or an empty string if the field is missing or was sent more than once. */
export function field(ctx: Context, name: string): string {
  const body = ctx.request.body as Record<string, unknown> | undefined;
  const value = body?.[name];
  return typeof value === 'string' ? value : '';
}

export type Forgery = 'origin' | 'cookie' | 'token';

/**
 * Checks that a form came from a page of this host that was shown to this browser. Such a page has
 * the right `Origin`, and a token that only it has. Returns undefined if it did, else what is
 * wrong.
 * @param here the origin of this host, and the browser's cookie (undefined if it sent none)
 */
export function forgeryOf(
  ctx: Context,
  signer: Signer,
  here: { readonly origin: string; readonly browser: string | undefined },
): Forgery | undefined {
  const origin = ctx.get('origin');
  // Some browsers send no Origin; Sec-Fetch-Site says the same.
  const said =
    origin !== '' ? origin : ctx.get('sec-fetch-site') === 'same-origin' ? here.origin : '';
  if (said !== here.origin) return 'origin';
  if (here.browser === undefined) return 'cookie';
  return signer.isFormToken(field(ctx, 'token'), here.browser) ? undefined : 'token';
}
