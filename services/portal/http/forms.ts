import type { Context } from 'koa';
import type { Signer } from '../../../libs/web/index.js';
import { visit } from './visit.js';

/** A field of a form; one that came several times is none. */
export function field(ctx: Context, name: string): string {
  const body = ctx.request.body as Record<string, unknown> | undefined;
  const value = body?.[name];
  return typeof value === 'string' ? value : '';
}

/** The step of a sign-in under way that the form is of. */
export function stepOf(ctx: Context): number {
  const text = field(ctx, 'step');
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

export type Forgery = 'origin' | 'cookie' | 'token';

/**
 * Whether a form did not come from a page of this host that this browser was given: by `Origin` and
 * by a token that only such a page has. Undefined: it did.
 */
export function forgeryOf(ctx: Context, signer: Signer): Forgery | undefined {
  const { site, hasBrowser, browser } = visit(ctx);
  const origin = ctx.get('origin');
  // Browsers that say no Origin say where a request comes from otherwise.
  const said =
    origin !== '' ? origin : ctx.get('sec-fetch-site') === 'same-origin' ? site.origin : '';
  if (said !== site.origin) return 'origin';
  if (!hasBrowser) return 'cookie';
  return signer.isFormToken(field(ctx, 'token'), browser()) ? undefined : 'token';
}
