import type { Clock, DomainTransaction, SamlStore, SpKeys } from '../ports.js';

interface KeyParts {
  readonly store: SamlStore;
  readonly spKeys: SpKeys;
  readonly clock: Clock;
}

/**
 * Makes sure that a domain with an identity provider has a key. Making one takes seconds on a busy machine, so it is
 * made here. The returned function stores it within a transaction, which then waits for nothing.
 */
export async function prepareKey(
  { store, spKeys, clock }: KeyParts,
  domain: string,
): Promise<(tx: DomainTransaction) => Promise<void>> {
  if ((await store.keys(domain)).length > 0) return async () => undefined;
  const made = await spKeys.generate(domain, clock.now());
  return async (tx) => {
    // Somebody else may have been first.
    if ((await tx.keys()).length === 0) await tx.addKey(made);
  };
}
