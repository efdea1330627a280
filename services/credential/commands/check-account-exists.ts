import { domainOfAccount } from '../../../libs/names/account.js';
import type { CallScope, CredentialStore, Directory } from '../ports.js';

/** `unknown`: the domain's back end cannot say, and nothing is stored about the account here. */
export type Existence = 'exists' | 'none' | 'unknown';

/**
 * Whether an account exists, as far as its domain's back end can say without the password.
 * @throws GatepostError UNAVAILABLE if a directory must be asked and cannot be
 */
export async function checkAccountExists(
  { store, directory }: { readonly store: CredentialStore; readonly directory: Directory },
  account: string,
  call: CallScope,
): Promise<Existence> {
  const backend = await store.backendOf(domainOfAccount(account));
  const isKept = () => store.transaction((tx) => tx.knows(account));
  switch (backend.kind) {
    case 'embedded':
      return (await isKept()) ? 'exists' : 'none';
    case 'ldap': {
      const everyDomain = backend.domain === '*';
      const entry = await directory.look(backend.ldap, { account, everyDomain }, call);
      if (entry !== undefined) return entry.kind === 'none' ? 'none' : 'exists';
      return (await isKept()) ? 'exists' : 'unknown';
    }
    case 'none':
      return (await isKept()) ? 'exists' : 'unknown';
    default:
      return backend satisfies never;
  }
}
