import type { Context } from 'koa';
import { goTo } from '../../../libs/web/index.js';
import type { Administrator } from '../core/administrator.js';
import type { Tokens } from '../ports.js';
import type { PageParts } from './parts.js';
import { tell, tooMany } from './refuse.js';
import { visit } from './visit.js';

/** A sign-in, kept in the browser and sealed for this browser and network. The console stores none. */
interface Session {
  readonly account: string;
  readonly refreshToken: string;
}

const SESSION_SECONDS = 3_600;

/**
 * Sends the browser to sign in again and come back. A form is not sent there, as its page allows redirects to this host
 * alone.
 */
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

/** Begins the console's session, with a fresh cookie for the browser. */
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

/**
 * The session that the browser presents. Undefined if there is none, or it was not sealed for this browser and network.
 */
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
 * Returns who is signed in. The sign-in page is asked for a ticket at each request, so a session that was ended
 * anywhere,
 * and an administrator who lost the role, see nothing from then on. Undefined if the answer was already given.
 * @throws GatepostError UNAVAILABLE if the sign-in page cannot be asked
 */
export async function whoIsIn(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  ctx.state.who ??= await ask(ctx, parts);
  return ctx.state.who as Administrator | undefined;
}

async function ask(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
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
