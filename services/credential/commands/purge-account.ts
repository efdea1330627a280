import { credentialPurged } from '../../../libs/events/definitions/credential.js';
import type { Clock, CredentialStore } from '../ports.js';

/**
 * Removes everything stored about an account. Safe to repeat: a second call finds nothing and sends no event.
 * @returns rows removed
 */
export function purgeAccount(
  { store, clock }: { store: CredentialStore; clock: Clock },
  request: { readonly account: string; readonly certificate: string; readonly actor: string },
): Promise<number> {
  const { account, certificate, actor } = request;
  return store.transaction(async (tx) => {
    await tx.holdAccount(account);
    const rows = await tx.purge(account, clock.now());
    if (rows > 0) await tx.emit(credentialPurged, { account, rows, certificate, actor });
    return rows;
  });
}
