import { failedPrecondition } from '../../../libs/errors/index.js';
import type { AccountTransaction, NewAuthenticator, StoredAuthenticator } from '../ports.js';

/**
 * Adds an authenticator, if the limit allows one more than `existing`.
 * @throws GatepostError FAILED_PRECONDITION
 */
export async function addWithin(
  tx: AccountTransaction,
  limit: number,
  existing: readonly StoredAuthenticator[],
  added: NewAuthenticator,
): Promise<void> {
  if (existing.length >= limit) {
    throw failedPrecondition(
      `the account has ${existing.length} authenticators: no more may be added`,
    );
  }
  await tx.addAuthenticator(added);
}
