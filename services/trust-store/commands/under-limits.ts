import { internal } from '../../../libs/errors/index.js';
import type { Account } from '../../../libs/names/account.js';
import { EVERY_DOMAIN, isNewer, type KnownLimits, type Limits } from '../core/limits.js';
import type { BindingLimits, CheckedTrust, TrustParts, TrustTransaction } from '../ports.js';
import { setLimits } from './set-limits.js';

/** An account's trust within a transaction that grants more. */
export interface LockedTrusts {
  readonly tx: TrustTransaction;
  readonly binding: BindingLimits;
  readonly now: number;
  /** The account's trust that holds, locked. */
  readonly live: readonly CheckedTrust[];
  /** Whatever began at this time or earlier is refused. */
  readonly notBefore: number | undefined;
}

/**
 * Runs `work` on an account's trust in one transaction, under the newest known limits. If the limits in the request are
 * newer, they are stored first. Grants of one account take turns.
 * @param signal if it is aborted before the turn comes, the work is not done
 */
export async function underLimits<T>(
  parts: TrustParts,
  of: { readonly account: Account; readonly limits: Limits },
  signal: AbortSignal,
  work: (locked: LockedTrusts) => Promise<T>,
): Promise<T> {
  return parts.inTurn(of.account.name, async () => {
    signal.throwIfAborted();
    const first = await attempt(parts, of, work);
    if ('done' in first) return first.done;
    await learn(parts, of, first.known);
    const second = await attempt(parts, of, work);
    if ('done' in second) return second.done;
    throw internal(new Error('limits that were learnt are still newer'));
  });
}

/** Newer limits must be stored before trust is granted under them. */
async function learn(
  parts: TrustParts,
  { account, limits }: { readonly account: Account; readonly limits: Limits },
  known: KnownLimits,
): Promise<void> {
  const gone = limits.document === EVERY_DOMAIN && known.hasOwn;
  const removed = {
    document: account.domain,
    revision: limits.revision,
    terms: 'removed',
  } as const;
  await setLimits(parts, gone ? [limits, removed] : [limits]);
}

async function attempt<T>(
  { store, clock }: TrustParts,
  { account, limits }: { readonly account: Account; readonly limits: Limits },
  work: (locked: LockedTrusts) => Promise<T>,
): Promise<{ done: T } | { known: KnownLimits }> {
  return store.transaction(async (tx) => {
    const binding = await tx.limitsOf(account.domain);
    if (isNewer(limits, binding.known)) return { known: binding.known };
    await tx.lockAccount(account);
    const now = clock.now();
    const live = await endRunOut(tx, await tx.trustsOf(account, now), now);
    const notBefore = await tx.notBefore(account);
    return { done: await work({ tx, binding, now, live, notBefore }) };
  });
}

/** Trust that has run out is not revived: it ends with its event, and a grant for it is a new one. */
async function endRunOut(tx: TrustTransaction, trusts: CheckedTrust[], now: number) {
  const over = trusts.filter((trust) => trust.ranOut !== undefined);
  await tx.end(
    over.map((trust) => trust.id),
    { why: 'ran-out' },
    now,
  );
  return trusts.filter((trust) => trust.ranOut === undefined);
}
