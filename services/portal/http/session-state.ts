import type { Context } from 'koa';
import { GatepostError } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Service } from '../../../libs/names/services.js';
import { asSecret, goTo } from '../../../libs/web/index.js';
import type { OwnTrust } from '../core/own.js';
import type { BrowserSession } from '../ports/browser-sessions.js';
import type { SessionView } from '../ports/policy.js';
import type { PageParts } from './parts.js';
import { showUndecided } from './refuse.js';
import { visit } from './visit.js';

/** A browser that is signed in at the page itself. */
export interface SignedIn {
  readonly session: BrowserSession;
  /** A ticket of purpose `view`. */
  readonly ticket: string;
  /** One of `trusts`; absent if the browser was given no session. */
  readonly sessionId: string | undefined;
  /** All trust of the account, the latest first. */
  readonly trusts: readonly OwnTrust[];
}

/** Whether a browser is signed in. */
export type SessionState =
  | ({ readonly kind: 'in' } & SignedIn)
  /** Not signed in. `isEnded` if it was, and its session was ended elsewhere. */
  | { readonly kind: 'out'; readonly isEnded: boolean }
  /** Policy could not be asked. */
  | { readonly kind: 'unknown'; readonly session: BrowserSession };

/** Who is signed in. Policy is asked for each page, so a session that was ended anywhere shows nothing. */
export async function sessionStateOf(ctx: Context, parts: PageParts): Promise<SessionState> {
  const { cookie, visitor } = visit(ctx);
  const secret = asSecret(cookie('session'));
  const session = secret === undefined ? undefined : await parts.browsers.find(secret, '');
  if (session === undefined) return { kind: 'out', isEnded: false };
  try {
    const view = await viewOf(parts, session, visitor.address.client);
    if (view === undefined) return { kind: 'out', isEnded: true };
    const { ticket, sessionId } = view;
    const trusts = await parts.ownTrusts.list(ticket);
    return { kind: 'in', session, ticket, sessionId, trusts };
  } catch (error) {
    if (!(error instanceof GatepostError)) throw error;
    if (error.code === 'PERMISSION_DENIED') return { kind: 'out', isEnded: true };
    if (error.code !== 'UNAVAILABLE' && error.code !== 'DEADLINE_EXCEEDED') throw error;
    parts.log.warn('policy could not be asked who is signed in', { error });
    return { kind: 'unknown', session };
  }
}

async function viewOf(
  { sessions }: PageParts,
  { sessionSecret, viewTicket }: BrowserSession,
  address: string,
): Promise<(Pick<SessionView, 'ticket'> & { sessionId?: string }) | undefined> {
  if (sessionSecret !== undefined) return sessions.view(sessionSecret, address);
  return viewTicket === undefined ? undefined : { ticket: viewTicket };
}

/** The path of the sign-in page, which says so if the browser's session was ended. */
export function signInAgain({ isEnded }: { readonly isEnded: boolean }): string {
  return isEnded ? '/sign-in?ended' : '/sign-in';
}

/**
 * The factors that some rule takes from a person, each with its services. Undefined if policy cannot be asked: then
 * everything is offered.
 */
export async function takenBy(
  { ownSignIns, log }: PageParts,
  { ticket }: SignedIn,
): Promise<ReadonlyMap<string, readonly Service[]> | undefined> {
  try {
    return await ownSignIns.takenFactors(ticket);
  } catch (error) {
    log.warn('policy could not be asked which factors the rules take', { error });
    return undefined;
  }
}

/**
 * The person who is signed in. Undefined if the answer was already given: the sign-in page, or that policy cannot be
 * asked.
 */
export async function whoIsIn(ctx: Context, parts: PageParts): Promise<SignedIn | undefined> {
  const state = await sessionStateOf(ctx, parts);
  if (state.kind === 'in') return state;
  if (state.kind === 'out') goTo(ctx, signInAgain(state));
  else await showUndecided(ctx, domainOfAccount(state.session.account), '/');
  return undefined;
}
