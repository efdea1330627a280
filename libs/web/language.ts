import type { Context } from 'koa';
import { ALL_LANGUAGES, isLanguage, type Language } from '../i18n/index.js';

/** What the person chose, now or before, or what the browser asks for; `isKnown: false`: neither, or nothing that we have. */
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
  // A browser that says nothing takes whatever there is: koa answers the first.
  const isKnown = ctx.get('accept-language') !== '' && typeof accepted === 'string';
  const chosen = isKnown && isLanguage(accepted) ? accepted : 'en';
  return { chosen, isNew: false, isKnown };
}
