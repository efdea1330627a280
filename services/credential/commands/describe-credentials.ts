import type { Service } from '../../../libs/names/services.js';
import { hasLapsed, isUsable } from '../core/app-password.js';
import type { Clock, CredentialStore } from '../ports.js';

/** What an account could present here. */
export interface DescribedCredentials {
  /** One is stored here, or a directory verifies it. The directory is not asked whether it has an entry. */
  readonly mainPassword: boolean;
  /** The services its app passwords open now. */
  readonly appPasswordServices: readonly Service[];
  /** How many more it may have. */
  readonly appPasswordsLeft: number;
}

export interface DescribeParts {
  readonly store: CredentialStore;
  readonly clock: Clock;
  /** The most app passwords of an account. */
  readonly perAccount: number;
}

/** Compares nothing and counts nothing. */
export async function describeCredentials(
  { store, clock, perAccount }: DescribeParts,
  account: string,
): Promise<DescribedCredentials> {
  const { backend, hash } = await store.findMainPassword(account);
  const now = clock.now();
  const all = await store.listAppPasswords(account);
  const usable = all.filter((one) => isUsable(one, now));
  const counted = all.filter((one) => !hasLapsed(one, now)).length;
  return {
    mainPassword: backend.kind === 'ldap' || (backend.kind === 'embedded' && hash !== undefined),
    appPasswordServices: [...new Set(usable.flatMap(({ services }) => services))],
    appPasswordsLeft: Math.max(0, perAccount - counted),
  };
}
