import type { Context } from 'koa';
import { goTo } from '../../../libs/web/index.js';
import type { Administrator } from '../core/administrator.js';
import type { Tokens } from '../ports.js';
import type { PageParts } from './parts.js';
import { tell, tooMany } from './refuse.js';
import { visit } from './visit.js';

/** What the browser keeps of a sign-in, sealed for this browser in this network: nothing is kept here. */
interface Session {
  readonly account: string;
  readonly refreshToken: string;
}

const SESSION_SECONDS = 3_600;

/** To the sign-in page and back here. A form is not sent there: its page's policy holds its redirects to this host. */
function signInAgain(ctx: Context, why: 'ended' | 'over' | ''): void {
  if (ctx.method !== 'GET') {
    tell(ctx, 'ended', 401, '/sign-in');
    return;
  }
  const query = new URLSearchParams({ to: visit(ctx).look.here, ...(why === '' ? {} : { why }) });
  goTo(ctx, `/sign-in?${query}`);
}

function heldBy(browser: string, network: string): string {
  return `${browser} ${network}`;
}

/** Begins the console's session in this browser, under a fresh name for it. */
export function beginSession(
  ctx: Context,
  { sealer }: PageParts,
  account: string,
  tokens: Tokens,
): void {
  const { renewBrowser, network, setCookie } = visit(ctx);
  const { refreshToken } = tokens;
  const session: Session = { account, refreshToken };
  const held = heldBy(renewBrowser(), network);
  setCookie('session', sealer.seal('session', session, held), SESSION_SECONDS);
}

/** What the browser presents; undefined: nothing, or what was not sealed for it here. */
export function sessionOf(ctx: Context, { sealer }: PageParts): Session | undefined {
  const { cookie, browser, network } = visit(ctx);
  if (browser === undefined) return undefined;
  const opened = sealer.open('session', cookie('session'), heldBy(browser, network));
  return opened as Session | undefined;
}

export function endSession(ctx: Context): void {
  visit(ctx).setCookie('session', '', 0);
}

/**
 * Who is signed in: the sign-in page is asked for a ticket for this one request, so that a sign-in that was ended
 * anywhere, or an administrator who is none any more, sees nothing from then on. Undefined: the answer is given.
 * @throws GatepostError UNAVAILABLE where it cannot be asked
 */
export async function whoIsIn(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  const session = sessionOf(ctx, parts);
  if (session === undefined) {
    signInAgain(ctx, '');
    return undefined;
  }
  if (!parts.asked.take(visit(ctx).network, 1)) {
    tooMany(ctx);
    return undefined;
  }
  const tokens = await parts.signInPage.refresh(session.refreshToken);
  if (tokens?.power === undefined) {
    endSession(ctx);
    signInAgain(ctx, tokens === undefined ? 'ended' : 'over');
    return undefined;
  }
  return { account: session.account, ...tokens.power };
}
