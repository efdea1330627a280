import type { Actor } from '../../../libs/events/definitions/actor.js';
import { appPasswordRevoked } from '../../../libs/events/definitions/credential.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { appPasswordData } from '../core/app-password.js';
import type { CredentialTransaction, NotBeforeAsk } from '../ports.js';

/**
 * Ends what logins with the old password earned. Also ends the account's app passwords, if the domain's back end is set
 * to do so.
 */
export async function afterPasswordChange(
  tx: CredentialTransaction,
  account: string,
  actor: Actor,
): Promise<NotBeforeAsk> {
  const ask = await tx.askNotBefore({
    owner: account,
    reason: 'password-set',
    actor: actor.certificate,
  });
  const { revokesAppPasswords } = await tx.backendOf(domainOfAccount(account));
  if (!revokesAppPasswords) return ask;
  for (const appPassword of await tx.removeAppPasswords(account)) {
    await tx.emit(appPasswordRevoked, {
      account,
      app_password: appPasswordData(appPassword),
      actor,
    });
  }
  return ask;
}
