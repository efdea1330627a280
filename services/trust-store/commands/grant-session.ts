import type { Account } from '../../../libs/names/account.js';
import type { Service } from '../../../libs/names/services.js';
import type { Limits } from '../core/limits.js';
import { isTooEarly } from '../core/not-before.js';
import type { TrustParts } from '../ports.js';
import type { GrantOutcome } from './grant-request.js';
import { type LockedTrusts, underLimits } from './under-limits.js';

export interface GrantSessionRequest {
  readonly account: Account;
  /** A UUID that policy chose. */
  readonly sessionId: string;
  readonly sealed: Buffer;
  /** The latest time at which it ends, ms since the epoch. */
  readonly until: number;
  readonly carriedBy: readonly string[];
  readonly limits: Limits;
  readonly decisionId: string;
  readonly fromIp: string;
  /** The client it is for; empty for the sign-in page itself. */
  readonly label: string;
  readonly service: Service;
  /** When the login began. Undefined means now. */
  readonly presentedAt: number | undefined;
  /** SPIFFE URI of the caller. It is recorded as the actor when the session replaces another. */
  readonly certificate: string;
}

/**
 * Stores a session, for no longer than the limits and the trust that carried the sign-in allow. Past the account's
 * limit, the least recently used session ends.
 */
export async function grantSession(
  parts: TrustParts,
  request: GrantSessionRequest,
  signal: AbortSignal,
): Promise<GrantOutcome> {
  return underLimits(parts, request, signal, (locked) => keep(request, locked));
}

async function keep(
  request: GrantSessionRequest,
  { tx, binding, now, live, notBefore }: LockedTrusts,
): Promise<GrantOutcome> {
  const { session: limits } = binding.terms;
  if (limits === undefined) return { refused: 'not-offered' };
  if (limits.perAccount === 0) return { refused: 'limit' };
  const { account, sessionId: id, sealed, carriedBy, service, decisionId, fromIp } = request;
  const carriers = live.filter((trust) => carriedBy.includes(trust.id));
  const rests = carriedBy.length === 0 || carriers.length > 0;
  const lasts = carriedBy.length === 0 ? Infinity : Math.max(...carriers.map(({ until }) => until));
  const until = Math.min(request.until, now + limits.maxSeconds * 1000, lasts);
  if (!rests || until <= now || isTooEarly(request.presentedAt ?? now, notBefore)) {
    return { refused: 'ended' };
  }
  const sessions = live
    .filter(({ kind }) => kind === 'session')
    .toSorted((a, b) => usedAt(a) - usedAt(b));
  const surplus = sessions.slice(0, Math.max(0, sessions.length + 1 - limits.perAccount));
  const by = { actor: request.certificate, onBehalfOf: '', comment: '' };
  await tx.end(
    surplus.map((trust) => trust.id),
    { why: 'revoked', reason: 'replaced', ...by },
    now,
  );
  const { document, revision } = binding;
  await tx.add(
    {
      ...{ id, account, kind: 'session', prefix: '', label: request.label },
      session: { sealed, carriedBy, service },
    },
    { document, revision, grantedAt: now, until, decisionId, fromIp },
  );
  return { held: { trustId: id, until } };
}

function usedAt(trust: { lastUsedAt: number | undefined; grantedAt: number }): number {
  return trust.lastUsedAt ?? trust.grantedAt;
}
