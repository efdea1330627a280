import type { Context } from 'koa';
import { ALL_LANGUAGES, isLanguage, type Language } from '../i18n/index.js';

/** What the person chose, now or before, or what the browser asks for. */
export function chooseLanguage(
  ctx: Context,
  cookie: string | undefined,
): { chosen: Language; isNew: boolean } {
  const asked = ctx.query.lang;
  if (typeof asked === 'string' && isLanguage(asked)) return { chosen: asked, isNew: true };
  if (cookie !== undefined && isLanguage(cookie)) return { chosen: cookie, isNew: false };
  const accepted = ctx.acceptsLanguages(...ALL_LANGUAGES);
  const chosen = typeof accepted === 'string' && isLanguage(accepted) ? accepted : 'en';
  return { chosen, isNew: false };
}
