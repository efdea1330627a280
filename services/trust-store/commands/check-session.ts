import type { Account } from '../../../libs/names/account.js';
import { isNewer, type Limits } from '../core/limits.js';
import { type Held, isUseNews, untilUnder } from '../core/trust.js';
import type { TrustParts } from '../ports.js';

export interface CheckSessionRequest {
  readonly account: Account;
  readonly sessionId: string;
  /** The limits of the document in force. */
  readonly limits: Limits;
}

/**
 * A session that holds now, with the sign-in that policy sealed. Undefined if it does not hold. A session holds only
 * while a trust that carried its sign-in does. Writes nothing.
 */
export async function checkSession(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  { account, sessionId, limits }: CheckSessionRequest,
): Promise<{ readonly held: Held; readonly sealed: Buffer } | undefined> {
  const now = clock.now();
  const found = await store.checkSession({ account, sessionId, now });
  if (found === undefined) return undefined;
  const { known, session, sealed, isCarried, carriers } = found;
  const binding = isNewer(limits, known) ? limits.terms : undefined;
  const untilOf = (trust: typeof session) =>
    binding === undefined ? trust.until : untilUnder(binding, trust);
  if (isCarried && !carriers.some((trust) => untilOf(trust) > now)) return undefined;
  const until = untilOf(session);
  if (until <= now) return undefined;
  return { held: { trustId: session.id, until, useIsNews: isUseNews(session, now) }, sealed };
}
