import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { asSecret, goTo, show } from '../../../../libs/web/index.js';
import type { Granted } from '../../core/decision.js';
import { SignedInPage } from '../../pages/my/home.js';
import { NoticePage } from '../../pages/status.js';
import { doneOf, type PageParts, type Routes } from '../parts.js';
import {
  type SessionState,
  type SignedIn,
  sessionStateOf,
  signInAgain,
  takenBy,
} from '../session-state.js';
import { unseenBy } from '../unseen.js';
import { visit } from '../visit.js';

const DONE = ['authenticator-added', 'passkey-added', 'app-password-made'] as const;

/** The home page of a person who is signed in, and sign-out. */
export function homeRoutes(router: Routes, parts: PageParts): void {
  router.get('/', async (ctx) => {
    const state = await sessionStateOf(ctx, parts);
    if (state.kind === 'out') return goTo(ctx, signInAgain(state));
    if (state.kind !== 'in') return showSignedIn(ctx, parts, state, {});
    const [taken, unseen] = await Promise.all([takenBy(parts, state), unseenBy(parts, state)]);
    return showSignedIn(ctx, parts, state, { taken, unseen: unseen?.total });
  });
  router.post('/sign-out', (ctx) => signOut(ctx, parts));
  router.post('/sign-out/everywhere', async (ctx) => {
    const state = await sessionStateOf(ctx, parts);
    if (state.kind !== 'in') return signOut(ctx, parts, state.kind === 'out');
    const sessions = state.trusts.filter(({ kind }) => kind === 'session');
    return endAndLeave(ctx, parts, state, { ids: sessions.map(({ id }) => id) });
  });
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
  { kind, session }: Exclude<SessionState, { kind: 'out' }>,
  known: {
    readonly taken?: ReadonlyMap<string, unknown> | undefined;
    readonly unseen?: number | undefined;
  },
): Promise<void> {
  const { taken, unseen = 0 } = known;
  const { account, expiresAt } = session;
  const { look, browser } = visit(ctx);
  const { granted: text } = ctx.query;
  const told = typeof text === 'string' ? signer.verify('granted', text) : undefined;
  const page = (
    <SignedInPage
      look={await look(domainOfAccount(account))}
      formKey={{ token: signer.formToken(browser()) }}
      account={account}
      granted={(told ?? []) as Granted[]}
      until={expiresAt}
      done={doneOf(ctx, DONE)}
      isPoor={kind === 'unknown'}
      isTaken={(factor) => taken?.has(factor) ?? true}
      unseen={unseen}
    />
  );
  show(ctx, page);
}

/** Ends trust and sessions of the account, this browser's included. @param ids of trust; absent means all */
export async function endAndLeave(
  ctx: Context,
  parts: PageParts,
  { session, ticket }: SignedIn,
  { ids }: { readonly ids?: readonly string[] } = {},
): Promise<void> {
  let isWhole = true;
  try {
    // An empty list must not reach the service, as it would mean all.
    if (ids === undefined || ids.length > 0) await parts.ownTrusts.end(ticket, ids);
    await parts.browsers.endAccount(session.account);
  } catch (error) {
    isWhole = false;
    parts.log.warn('sessions could not be ended', { error });
  }
  return signOut(ctx, parts, isWhole);
}

/** Ends this browser's sessions. @param isWhole whether everything else that was to end has ended */
export async function signOut(ctx: Context, parts: PageParts, isWhole = true): Promise<void> {
  const { cookie, setCookie, renewBrowser } = visit(ctx);
  const secret = asSecret(cookie('session'));
  const ended = secret === undefined ? [] : await parts.browsers.end(secret);
  setCookie('session', '', 0);
  renewBrowser();
  let isAll = isWhole;
  for (const { sessionSecret } of ended) {
    if (sessionSecret === undefined) continue;
    try {
      await parts.sessions.end(sessionSecret);
    } catch (error) {
      isAll = false;
      parts.log.warn('a session could not be ended', { error });
    }
  }
  goTo(ctx, isAll ? '/signed-out' : '/signed-out?partly');
}
