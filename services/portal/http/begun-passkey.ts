import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { PasskeyStart } from '../core/decision.js';
import type { Flow } from '../core/sign-in.js';
import type { PageParts } from './parts.js';
import { visit } from './visit.js';

const PURPOSE = 'passkey';

/**
 * A passkey request of a page that stores nothing. The page carries the login ticket, which is tied to this browser.
 */
export interface BegunPasskey {
  readonly options: string;
  readonly ticket: string;
}

/** Begins a passkey that will name its account. Undefined if passkeys are not offered at this host, or not now. */
export async function beginPasskeyHere(
  ctx: Context,
  parts: PageParts,
  flow: Flow,
): Promise<BegunPasskey | undefined> {
  const begun = await parts.beginPasskey(visit(ctx).visitor, parts.serviceOf(flow));
  return begun && forPage(ctx, parts, begun);
}

/** Puts a passkey request on a page, tied to this browser. */
export function forPage(
  ctx: Context,
  { signer }: PageParts,
  { requestOptions, loginTicket }: PasskeyStart,
): BegunPasskey {
  const browser = nameOf(visit(ctx).browser());
  return { options: requestOptions, ticket: signer.sign(PURPOSE, { loginTicket, browser }) };
}

/** Undefined if the text is none of ours, or was made for another browser. */
export function readTicket(ctx: Context, { signer }: PageParts, text: string): string | undefined {
  const known = signer.verify(PURPOSE, text) as
    | { readonly loginTicket: string; readonly browser: string }
    | undefined;
  return known?.browser === nameOf(visit(ctx).browser()) ? known.loginTicket : undefined;
}

function nameOf(browser: string): string {
  return createHash('sha256').update(`passkey ${browser}`).digest('base64url');
}
