import { domainOf } from '../core/domain-of.js';
import type { EventActor } from '../core/events.js';
import type { CredentialTransaction } from '../ports.js';

/** Ends the account's app passwords, if that is what the domain's back end wants of a change. */
export async function afterPasswordChange(
  tx: CredentialTransaction,
  account: string,
  actor: EventActor,
): Promise<void> {
  const { revokesAppPasswords } = await tx.backendOf(domainOf(account));
  if (!revokesAppPasswords) return;
  for (const appPassword of await tx.removeAppPasswords(account)) {
    await tx.append({ type: 'app-password-revoked', account, appPassword, actor });
  }
}
