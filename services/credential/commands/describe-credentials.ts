import type { Service } from '../../../libs/names/services.js';
import { isUsable } from '../core/app-password.js';
import type { Clock, CredentialStore } from '../ports.js';

/** What an account could present here. */
export interface DescribedCredentials {
  /** One is kept here, or a directory verifies it: whether it has an entry of the account is not asked. */
  readonly mainPassword: boolean;
  /** What its app passwords open now. */
  readonly appPasswordServices: readonly Service[];
}

/** Compares nothing, and counts nothing. */
export async function describeCredentials(
  { store, clock }: { readonly store: CredentialStore; readonly clock: Clock },
  account: string,
): Promise<DescribedCredentials> {
  const { backend, hash } = await store.findMainPassword(account);
  const now = clock.now();
  const usable = (await store.listAppPasswords(account)).filter((one) => isUsable(one, now));
  return {
    mainPassword: backend.kind === 'ldap' || (backend.kind === 'embedded' && hash !== undefined),
    appPasswordServices: [...new Set(usable.flatMap(({ services }) => services))],
  };
}
