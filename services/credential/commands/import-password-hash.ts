import type { Actor } from '../../../libs/events/definitions/actor.js';
import { passwordImported } from '../../../libs/events/definitions/credential.js';
import type { PasswordHash } from '../core/password-hash.js';
import type { Clock, CredentialStore, NotBefore } from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';

/** Imports a password hash. Creates the account if it does not exist. */
export async function importPasswordHash(
  { store, clock, notBefore }: { store: CredentialStore; clock: Clock; notBefore: NotBefore },
  request: { readonly account: string; readonly hash: PasswordHash; readonly actor: Actor },
): Promise<void> {
  const { account, hash, actor } = request;
  const ask = await store.transaction(async (tx) => {
    await tx.holdAccount(account);
    await tx.putPasswordHash(account, hash.text, clock.now());
    await tx.notePasswordChange(account, clock.now());
    await tx.emit(passwordImported, { account, scheme: hash.scheme, actor });
    return afterPasswordChange(tx, account, actor);
  });
  await notBefore.send(ask);
}
