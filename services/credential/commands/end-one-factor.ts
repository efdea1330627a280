import type { Actor } from '../../../libs/events/definitions/actor.js';
import { appPasswordRevoked } from '../../../libs/events/definitions/credential.js';
import { appPasswordData } from '../core/app-password.js';
import type { CredentialStore } from '../ports.js';

/**
 * Ends the app passwords that one factor earned, when the account's first second factor is enrolled. If the person
 * keeps them, makes them ordinary ones instead. Safe to repeat.
 * @returns how many
 */
export function endOneFactor(
  { store }: { store: CredentialStore },
  request: { readonly account: string; readonly keep: boolean; readonly actor: Actor },
): Promise<number> {
  const { account, keep, actor } = request;
  return store.transaction(async (tx) => {
    await tx.holdAccount(account);
    if (keep) return tx.keepOneFactorAppPasswords(account);
    const ended = await tx.removeOneFactorAppPasswords(account);
    for (const appPassword of ended) {
      await tx.emit(appPasswordRevoked, {
        account,
        app_password: appPasswordData(appPassword),
        actor,
      });
    }
    return ended.length;
  });
}
