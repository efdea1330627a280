import type { Ending } from '../core/trust.js';
import type { TrustCursor, TrustFilter, TrustParts, TrustTransaction } from '../ports.js';

export interface RevokeRequest {
  readonly filter: TrustFilter;
  readonly ending: Extract<Ending, { why: 'revoked' }>;
  /** Runs in the transaction of the first batch. If it fails, nothing is revoked. */
  readonly first?: (tx: TrustTransaction) => Promise<void>;
}

/** A whole domain is revoked in batches, so that no lock is held for long. */
const BATCH = 1000;

/** Revokes the same in every domain, one after another. */
export async function revokeEverywhere(
  parts: Pick<TrustParts, 'store' | 'clock'>,
  { filter, ending }: Omit<RevokeRequest, 'first'>,
): Promise<number> {
  let revoked = 0;
  let domain = await parts.store.nextDomain('');
  while (domain !== undefined) {
    revoked += await revokeTrust(parts, { filter: { ...filter, domain }, ending });
    domain = await parts.store.nextDomain(domain);
  }
  return revoked;
}

/**
 * Ends all trust that holds and matches when it is called, and returns how many. If it fails half-way, what was ended
 * stays ended, and it can be called again.
 */
export async function revokeTrust(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  { filter, ending, first }: RevokeRequest,
): Promise<number> {
  let revoked = 0;
  let after: TrustCursor | undefined;
  let found: TrustCursor[];
  do {
    const page = { size: BATCH, now: clock.now(), ...(after && { after }) };
    found = await store.find(filter, page);
    const ids = found.map((trust) => trust.id);
    const pending = after === undefined ? first : undefined;
    if (ids.length > 0 || pending !== undefined) {
      revoked += await store.transaction(async (tx) => {
        await pending?.(tx);
        const now = clock.now();
        return tx.end(await tx.lock(filter, ids, now), ending, now);
      });
    }
    after = found.at(-1);
  } while (found.length === BATCH);
  return revoked;
}
