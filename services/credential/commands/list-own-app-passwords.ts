import type { AppPassword } from '../core/app-password.js';
import type { CredentialStore, Ticket } from '../ports.js';

/**
 * Lists the app passwords of the person of a ticket and consumes the ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used
 */
export function listOwnAppPasswords(
  { store }: { store: CredentialStore },
  { ticket }: { ticket: Ticket },
): Promise<AppPassword[]> {
  return store.transaction(async (tx) => {
    await tx.holdAccount(ticket.account);
    await tx.consumeTicket(ticket);
    return tx.listAppPasswords(ticket.account);
  });
}
