import { alreadyExists } from '../../../libs/errors/index.js';
import type { EventActor } from '../core/events.js';
import type { Clock, CredentialStore, PasswordHashes, Patience } from '../ports.js';

/**
 * Makes an account in the embedded back end, with a main password or without one.
 * @throws GatepostError ALREADY_EXISTS
 */
export async function createAccount(
  { store, hashes, clock }: { store: CredentialStore; hashes: PasswordHashes; clock: Clock },
  request: { readonly account: string; readonly password?: Buffer; readonly actor: EventActor },
  patience: Patience,
): Promise<void> {
  const { account, password, actor } = request;
  const hash = password && (await hashes.hash(password, patience));
  await store.transaction(async (tx) => {
    if (!(await tx.createAccount(account, hash, clock.now()))) {
      throw alreadyExists('there is such an account');
    }
    await tx.append({ type: 'account-created', account, hasPassword: hash !== undefined, actor });
  });
}
