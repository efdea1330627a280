import type { Clock, DomainTransaction, SpKeys } from '../ports.js';

/** A domain that has an identity provider has a key, made when first needed. */
export async function ensureKey(
  tx: DomainTransaction,
  { spKeys, clock }: { readonly spKeys: SpKeys; readonly clock: Clock },
): Promise<void> {
  if ((await tx.keys()).length > 0) return;
  await tx.addKey(await spKeys.generate(tx.settings.domain, clock.now()));
}
