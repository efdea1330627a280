import { personOf } from '../../../libs/events/definitions/actor.js';
import { appPasswordRevoked, disowned } from '../../../libs/events/definitions/credential.js';
import { appPasswordData } from '../core/app-password.js';
import type { CredentialStore, Ticket } from '../ports.js';

/**
 * Ends the app passwords made since the event that the person disowned with a ticket. Safe to repeat: app passwords
 * made after the first call stay.
 * @returns how many ended
 * @throws GatepostError PERMISSION_DENIED if the account has been removed since
 */
export function disownAppPasswords(
  { store }: { store: CredentialStore },
  { ticket, since }: { readonly ticket: Ticket; readonly since: number },
): Promise<number> {
  const { account } = ticket;
  return store.transaction(async (tx) => {
    await tx.holdAccount(account);
    if (!(await tx.useOnce(ticket))) return 0;
    const actor = personOf(ticket);
    const time = new Date(since).toISOString();
    await tx.emit(disowned, { account, about: ticket.decisionId, since: time, actor });
    const ended = await tx.removeAppPasswordsSince(account, since);
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
