import type { Context } from 'koa';
import type { Granted } from '../../core/decision.js';
import { NoticePage, SignedInPage } from '../../pages/status.js';
import type { BrowserSession } from '../../ports.js';
import { asSecret } from '../cookies.js';
import type { PageParts, Routes } from '../parts.js';
import { goTo, show } from '../render.js';
import { visit } from '../visit.js';

/** Who is signed in, and signing out. */
export function homeRoutes(router: Routes, parts: PageParts): void {
  router.get('/', async (ctx) => {
    const cookie = asSecret(visit(ctx).cookie('session'));
    const session = cookie === undefined ? undefined : await parts.browsers.find(cookie, '');
    if (session === undefined) return goTo(ctx, '/sign-in');
    return showSignedIn(ctx, parts, session);
  });
  router.post('/sign-out', (ctx) => signOut(ctx, parts, false));
  router.post('/sign-out/everywhere', (ctx) => signOut(ctx, parts, true));
  router.get('/signed-out', async (ctx) => {
    const { t, look } = visit(ctx);
    const { client, partly } = ctx.query;
    const origin = typeof client === 'string' ? parts.clients(client)?.origin : undefined;
    const action = { href: origin ?? '/sign-in', text: t('sign-in-again') };
    const lines = [t(partly === undefined ? 'signed-out-text' : 'signed-out-partly')];
    const props = { look: await look(), title: t('signed-out-title'), lines, action };
    show(ctx, <NoticePage {...props} />);
  });
}

async function showSignedIn(
  ctx: Context,
  { signer }: PageParts,
  { account, expiresAt }: BrowserSession,
): Promise<void> {
  const { look, browser } = visit(ctx);
  const { granted: text } = ctx.query;
  const told = typeof text === 'string' ? signer.verify('granted', text) : undefined;
  const page = (
    <SignedInPage
      look={await look(account.slice(account.indexOf('@') + 1))}
      formKey={{ token: signer.formToken(browser()) }}
      account={account}
      granted={(told ?? []) as Granted[]}
      until={expiresAt}
    />
  );
  show(ctx, page);
}

/** Ends what this browser has, and with `everywhere` what the account has anywhere. */
async function signOut(ctx: Context, parts: PageParts, everywhere: boolean): Promise<void> {
  const { cookie, setCookie, renewBrowser, visitor } = visit(ctx);
  const secret = asSecret(cookie('session'));
  const ended = secret === undefined ? [] : await parts.browsers.end(secret);
  setCookie('session', '', 0);
  renewBrowser();
  let isWhole = true;
  for (const { sessionSecret } of ended) {
    if (sessionSecret === undefined) continue;
    try {
      if (everywhere && !(await parts.sessions.endAll(sessionSecret, visitor.address.client))) {
        isWhole = false;
      }
      await parts.sessions.end(sessionSecret);
    } catch (error) {
      isWhole = false;
      parts.log.warn('a session could not be ended', { error });
    }
  }
  goTo(ctx, isWhole ? '/signed-out' : '/signed-out?partly');
}
