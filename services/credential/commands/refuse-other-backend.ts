import { failedPrecondition } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { CredentialStore } from '../ports.js';

/**
 * Refuses to set a password that another back end would not use.
 * @throws GatepostError FAILED_PRECONDITION
 */
export async function refuseOtherBackend(store: CredentialStore, account: string): Promise<void> {
  const domain = domainOfAccount(account);
  const { kind } = await store.backendOf(domain);
  switch (kind) {
    case 'embedded':
      return;
    case 'ldap':
      throw failedPrecondition(
        `the passwords of ${domain} are verified by its directory: set it there`,
      );
    case 'none':
      throw failedPrecondition(
        `the passwords of ${domain} are verified only by its front-ends: set it there`,
      );
    default:
      kind satisfies never;
  }
}
