import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { goTo } from '../../../libs/web/index.js';
import type { Administrator } from '../core/administrator.js';
import type { Tokens } from '../ports.js';
import type { PageParts } from './parts.js';
import { showMessage, tooMany } from './refuse.js';
import { visit } from './visit.js';

/** A sign-in, kept in the browser and sealed for this browser and network. The console stores none. */
interface Session {
  readonly account: string;
  readonly refreshToken: string;
  /** The origin of the sign-in page that gave it. */
  readonly host: string;
}

const SESSION_SECONDS = 3_600;

/**
 * Sends the browser to sign in again and come back. A form is not sent there, as its page allows redirects to this host
 * alone.
 */
function signInAgain(ctx: Context, why: 'ended' | 'over' | ''): void {
  if (ctx.method !== 'GET') {
    showMessage(ctx, 'ended', 401, '/sign-in');
    return;
  }
  const query = new URLSearchParams({ to: visit(ctx).look.here, ...(why === '' ? {} : { why }) });
  goTo(ctx, `/sign-in?${query}`);
}

function heldBy(browser: string, network: string): string {
  return `${browser} ${network}`;
}

/** Identifies the sign-in of this request, without anything it could be used with. Empty if there is none. */
export function sessionIdOf(ctx: Context, parts: PageParts): string {
  const session = sessionOf(ctx, parts);
  return session === undefined ? '' : idOf(session);
}

function idOf({ refreshToken }: Session): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}

/** Begins the console's session, with a fresh cookie for the browser. Long work of the one before goes on. */
export function beginSession(
  ctx: Context,
  parts: PageParts,
  of: Tokens & Pick<Session, 'account' | 'host'>,
): void {
  const { sealer, works } = parts;
  const { renewBrowser, network, setCookie } = visit(ctx);
  const { account, refreshToken, host } = of;
  const session: Session = { account, refreshToken, host };
  const before = sessionOf(ctx, parts);
  if (before?.account === account) works.moveSession(idOf(before), idOf(session));
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

/** Forgets the session in this browser, and ends its long work here. */
export function endSession(ctx: Context, parts: PageParts): void {
  parts.works.endSession(sessionIdOf(ctx, parts));
  visit(ctx).setCookie('session', '', 0);
}

/**
 * Returns who is signed in, or why nobody is. The sign-in page is asked for a ticket at each request, so a session that
 * was ended anywhere, and an administrator who lost the role, see nothing from then on.
 * @throws GatepostError UNAVAILABLE if the sign-in page cannot be asked
 */
export async function askWho(
  ctx: Context,
  parts: PageParts,
): Promise<Administrator | 'nobody' | 'too-many' | 'ended' | 'over'> {
  const session = sessionOf(ctx, parts);
  if (session === undefined) return 'nobody';
  const page = parts.signInPages.at(session.host);
  if (page === undefined) return 'nobody';
  if (!parts.asked.take(visit(ctx).network, 1)) return 'too-many';
  const tokens = await page.refresh(session.refreshToken);
  if (tokens === undefined) return 'ended';
  return tokens.privileges === undefined
    ? 'over'
    : { account: session.account, ...tokens.privileges };
}

/**
 * Returns who is signed in. Undefined if the answer was already given.
 * @throws GatepostError UNAVAILABLE if the sign-in page cannot be asked
 */
export async function whoIsIn(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  ctx.state.who ??= await askOrAnswer(ctx, parts);
  return ctx.state.who as Administrator | undefined;
}

async function askOrAnswer(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  const who = await askWho(ctx, parts);
  if (typeof who !== 'string') return who;
  if (who === 'too-many') tooMany(ctx);
  else if (who === 'nobody') signInAgain(ctx, '');
  else {
    endSession(ctx, parts);
    signInAgain(ctx, who);
  }
  return undefined;
}
