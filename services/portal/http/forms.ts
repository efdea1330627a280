import type { Context } from 'koa';
import { field } from '../../../libs/web/index.js';

/** The step of the pending sign-in that the form belongs to. */
export function stepOf(ctx: Context): number {
  const text = field(ctx, 'step');
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
