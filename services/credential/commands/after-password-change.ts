import { domainOf } from '../core/domain-of.js';
import type { EventActor } from '../core/events.js';
import type { CredentialTransaction, NotBeforeAsk } from '../ports.js';

/**
 * What a login with the old password earned is over; and so are the account's app passwords, if that
 * is what the domain's back end wants of a change.
 */
export async function afterPasswordChange(
  tx: CredentialTransaction,
  account: string,
  actor: EventActor,
): Promise<NotBeforeAsk> {
  const ask = await tx.askNotBefore({
    owner: account,
    reason: 'password-set',
    actor: actor.kind === 'admin' ? actor.certificate : actor.frontEnd,
  });
  const { revokesAppPasswords } = await tx.backendOf(domainOf(account));
  if (!revokesAppPasswords) return ask;
  for (const appPassword of await tx.removeAppPasswords(account)) {
    await tx.append({ type: 'app-password-revoked', account, appPassword, actor });
  }
  return ask;
}
