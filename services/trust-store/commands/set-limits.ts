import { EVERY_DOMAIN, type LimitsChange, NOTHING_OFFERED, type Terms } from '../core/limits.js';
import { tightenings } from '../core/tighten.js';
import type { KnownDocument, TrustParts, TrustTransaction } from '../ports.js';

/**
 * Stores the limits of documents, each named once. From here on every Check applies them to existing trust. Writing the
 * new end into each row, and the events of what ends, follow later.
 *
 * A revision that is not newer than the known one is ignored.
 */
export async function setLimits(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  changes: readonly LimitsChange[],
): Promise<void> {
  await store.transaction(async (tx) => {
    const known = await tx.lockLimits(changes.map((change) => change.document));
    const accepted = changes
      .map((change) => ({ change, before: known.get(change.document) }))
      .filter(({ change, before }) => change.revision > (before?.revision ?? -1n));
    const every = await termsOfEveryDomain(tx, accepted);
    const lost = accepted.flatMap(({ change, before }) => {
      const { document, revision, terms } = change;
      const after = terms === 'removed' ? every : terms;
      return tightenings(comparable(change, before), after).map((tightening) => {
        return { ...tightening, document, revision };
      });
    });
    await tx.addTightenings(lost, clock.now());
    await tx.saveLimits(
      accepted.map(({ change, before }) => ({ change, ownSince: ownSince(change, before) })),
    );
  });
}

interface Accepted {
  readonly change: LimitsChange;
  readonly before: KnownDocument | undefined;
}

/** The terms that will bind a domain whose document is gone. */
async function termsOfEveryDomain(
  tx: TrustTransaction,
  accepted: readonly Accepted[],
): Promise<Terms> {
  const told = accepted.find(({ change }) => change.document === EVERY_DOMAIN)?.change.terms;
  if (told === 'removed') return NOTHING_OFFERED;
  return told ?? (await tx.termsOfEveryDomain()) ?? NOTHING_OFFERED;
}

/** The earlier terms, if this document bound the domain. If another document did, all limits count as new. */
function comparable(change: LimitsChange, before: KnownDocument | undefined): Terms | undefined {
  if (before?.revision === undefined) return undefined;
  if (change.document !== EVERY_DOMAIN && before.ownSince === undefined) return undefined;
  return before.terms;
}

function ownSince(change: LimitsChange, before: KnownDocument | undefined): bigint | undefined {
  if (change.terms === 'removed' || change.document === EVERY_DOMAIN) return undefined;
  return before?.ownSince ?? change.revision;
}
