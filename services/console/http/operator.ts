import type { Context } from 'koa';
import type { Administrator } from '../core/administrator.js';
import type { PageParts } from './parts.js';
import { showMessage } from './refuse.js';
import { whoIsIn } from './session.js';

/** Returns the operator who is signed in. Undefined if the answer was already given. */
export async function operator(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  const who = await whoIsIn(ctx, parts);
  if (who === undefined || who.domain === '*') return who;
  showMessage(ctx, 'not-yours', 403);
  return undefined;
}
