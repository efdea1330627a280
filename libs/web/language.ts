import type { Context } from 'koa';
import { ALL_LANGUAGES, isLanguage, type Language } from '../i18n/index.js';

/**
 * Chooses the language: the one the person picked now or earlier, else the one the browser asks for. `isKnown` is false
 * if
 * neither names a language that we have.
 */
export function chooseLanguage(
  ctx: Context,
  cookie: string | undefined,
): { readonly chosen: Language; readonly isNew: boolean; readonly isKnown: boolean } {
  const asked = ctx.query.lang;
  if (typeof asked === 'string' && isLanguage(asked)) {
    return { chosen: asked, isNew: true, isKnown: true };
  }
  if (cookie !== undefined && isLanguage(cookie)) {
    return { chosen: cookie, isNew: false, isKnown: true };
  }
  const accepted = ctx.acceptsLanguages(...ALL_LANGUAGES);
  // For a browser without Accept-Language koa returns the first language, which means nothing.
  const isKnown = ctx.get('accept-language') !== '' && typeof accepted === 'string';
  const chosen = isKnown && isLanguage(accepted) ? accepted : 'en';
  return { chosen, isNew: false, isKnown };
}
