import type { Clock } from '../../../libs/clock/index.js';
import { EVERY_DOMAIN, type LimitsChange, NOTHING_OFFERED, type Terms } from '../core/limits.js';
import { tightenings } from '../core/tighten.js';
import type { KnownDocument, TrustStore, TrustTransaction } from '../ports.js';

/**
 * Learns the limits of documents. What was granted is shortened for every Check from here on; that
 * it is written into each row, and that what ends has its event, follows.
 *
 * A revision that is not newer than the known one is ignored.
 */
export async function setLimits(
  { store, clock }: { store: TrustStore; clock: Clock },
  changes: readonly LimitsChange[],
): Promise<void> {
  await store.transaction(async (tx) => {
    const known = await tx.lockLimits(changes.map((change) => change.document));
    for (const change of changes.toSorted(everyDomainFirst)) {
      const before = known.get(change.document);
      if (before?.revision !== undefined && before.revision >= change.revision) continue;
      const now = clock.now();
      const { document, revision } = change;
      const after = await termsAfter(tx, change);
      const lost = tightenings(comparable(before, change), after);
      await tx.addTightenings(document, revision, lost, now);
      await tx.saveLimits(change, ownSince(before, change));
    }
  });
}

/** What a document's removal leaves to bind its domain must be known by then. */
function everyDomainFirst(a: LimitsChange, b: LimitsChange): number {
  return Number(b.document === EVERY_DOMAIN) - Number(a.document === EVERY_DOMAIN);
}

/** What binds the domain now. */
async function termsAfter(tx: TrustTransaction, change: LimitsChange): Promise<Terms> {
  if (change.terms !== 'removed') return change.terms;
  return (await tx.termsOfEveryDomain()) ?? NOTHING_OFFERED;
}

/** What bound the domain, if that was this document; where another did, all limits count as new. */
function comparable(before: KnownDocument | undefined, change: LimitsChange): Terms | undefined {
  if (before?.revision === undefined) return undefined;
  if (change.document !== EVERY_DOMAIN && before.ownSince === undefined) return undefined;
  return before.terms;
}

function ownSince(before: KnownDocument | undefined, change: LimitsChange): bigint | undefined {
  if (change.terms === 'removed' || change.document === EVERY_DOMAIN) return undefined;
  return before?.ownSince ?? change.revision;
}
