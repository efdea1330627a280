import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { asSecret, goTo } from '../../../../libs/web/index.js';
import { serves } from '../../core/site.js';
import { destinationOf } from '../arrive.js';
import { firstPageOf } from '../flows.js';
import type { PageParts, Routes } from '../parts.js';
import { refuseRequest } from '../refuse.js';
import { visit } from '../visit.js';

const BINDING = /^[A-Za-z0-9_-]{43}$/;
const STATE = /^[A-Za-z0-9._-]{1,2048}$/;

/** Forward authentication: edge sends a browser here, and the browser goes back with a one-time code. */
export function forwardRoutes(router: Routes, parts: PageParts): void {
  router.get('/forward', async (ctx) => {
    const { client: id, binding, state } = ctx.query;
    const client = typeof id === 'string' ? parts.clients(id) : undefined;
    const isWhole =
      typeof binding === 'string' &&
      BINDING.test(binding) &&
      typeof state === 'string' &&
      STATE.test(state);
    if (client?.origin === undefined || !isWhole) {
      return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
    }
    const flow = { kind: 'forward', client: client.id, binding, state } as const;
    const session = await validSession(ctx, parts, client.id);
    const back = session && (await destinationOf(ctx, parts, { ...session, flow }));
    if (back === undefined) return goTo(ctx, firstPageOf(parts.signer, flow));
    ctx.set('Referrer-Policy', 'no-referrer');
    goTo(ctx, back.href);
  });
}

/** The browser's session for the client, if policy says that the session is valid. */
async function validSession(ctx: Context, { browsers, sessions }: PageParts, client: string) {
  const { site, cookie, visitor } = visit(ctx);
  const secret = asSecret(cookie('session'));
  const session = secret === undefined ? undefined : await browsers.find(secret, client);
  if (session?.sessionSecret === undefined) return undefined;
  const { account, sessionSecret } = session;
  if (!serves(site, domainOfAccount(account))) return undefined;
  const valid = await sessions.check(sessionSecret, visitor.address.client);
  return valid && { account, sessionSecret, sessionUntil: valid.until };
}
