import { VIEWED } from '../../core/earned-tickets.js';
import type { Tickets } from '../../ports.js';
import type { StandingSession } from './standing-session.js';

/**
 * The tickets that a session that stands renews: `view`, for the session's own secret. It rests on
 * the session's sign-in: a not-before that is written later refuses it.
 */
export async function renewTickets(
  session: StandingSession,
  wanted: readonly string[],
  frontEnd: string,
  { tickets }: { readonly tickets: Tickets },
) {
  if (session.token.kind !== 'secret' || !wanted.includes('view')) return [];
  const { account, decisionId, startedAt } = session.signIn;
  const view = await tickets.issue({
    ...{ account, frontEnd, decisionId, loginBegunAt: startedAt },
    ...{ purpose: 'view', stores: VIEWED, oneFactor: false },
  });
  return [view];
}
