import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import { forgeryOf } from '../../../libs/web/index.js';
import { boundedShares } from './bounded-shares.js';
import type { PageParts } from './parts.js';
import { showMessage, tooMany } from './refuse.js';
import { whoIsIn } from './session.js';
import { visit } from './visit.js';

const MOST_FORM = '64kb';
/** A document of 1 MiB, percent-encoded. */
const MOST_DOCUMENT = '3mb';
/** Where documents are posted. */
const DOCUMENT = /^\/domains\/[^/]+\/(?:policy\/(?:edit|apply|rehearse)|trial\/start)$/;
/** Documents in hand at a time: each is held while policy checks it. */
const DOCUMENTS = { each: 2, all: 16 };

/**
 * Reads forms. A document is read for an administrator alone, once the sign-in page has said that they are one: what a
 * stranger posts is refused unread.
 */
export function readForms(parts: PageParts): Middleware {
  const usual = bodyParser({ enableTypes: ['form'], formLimit: MOST_FORM });
  const document = bodyParser({ enableTypes: ['form'], formLimit: MOST_DOCUMENT });
  const documents = boundedShares(DOCUMENTS);
  return async (context, next) => {
    const ctx = context as Context;
    if (ctx.get('content-encoding') !== '') ctx.throw(415, 'a form is not compressed');
    if (ctx.method !== 'POST' || !DOCUMENT.test(ctx.path)) return usual(ctx, next);
    const { browser } = visit(ctx);
    const forgery = forgeryOf(ctx, parts.signer, { origin: parts.origin, browser });
    // The token is in the form, and looked at once that is read.
    if (forgery !== undefined && forgery !== 'token') return showMessage(ctx, 'forged', 403);
    const who = await whoIsIn(ctx, parts);
    if (who === undefined) return;
    const release = documents.take(who.domain === '*' ? who.account : who.domain);
    if (release === undefined) return tooMany(ctx);
    try {
      await document(ctx, next);
    } finally {
      release();
    }
  };
}
