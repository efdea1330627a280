import type { CredentialStore, Ticket } from '../ports.js';
import { personOf } from './person-of.js';

/**
 * Ends the app passwords made since the event of a ticket, which was not the person's doing. Safe to
 * repeat: what the person makes after that stays.
 * @returns how many ended
 * @throws GatepostError PERMISSION_DENIED if the account was removed since
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
    await tx.append({ type: 'disowned', account, about: ticket.decisionId, since, actor });
    const ended = await tx.removeAppPasswordsSince(account, since);
    for (const appPassword of ended) {
      await tx.append({ type: 'app-password-revoked', account, appPassword, actor });
    }
    return ended.length;
  });
}
