import type { SamlStore } from '../ports.js';

/**
 * Removes everything stored about an account. Safe to repeat.
 * @returns rows removed
 */
export async function purgeAccount(
  { store }: { readonly store: SamlStore },
  { account, ...by }: { account: string; certificate: string; actor: string },
): Promise<number> {
  return store.purge(account, by);
}
