import { notFound } from '../../../libs/errors/index.js';
import type { EventActor } from '../core/events.js';
import type { CredentialStore, CredentialTransaction, Ticket } from '../ports.js';
import { personOf } from './person-of.js';

/**
 * Ends an app password, for an administrator. Once this returns, no login is allowed on it.
 * @throws GatepostError NOT_FOUND if the account has no such one
 */
export function revokeAppPassword(
  { store }: { store: CredentialStore },
  request: { readonly account: string; readonly id: string; readonly actor: EventActor },
): Promise<void> {
  const { account, id, actor } = request;
  return store.transaction((tx) => revoke(tx, { account, id, actor }));
}

/**
 * Ends an app password of the person of a ticket, which is used up by it.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no such
 * one: the ticket stays good
 */
export function revokeOwnAppPassword(
  { store }: { store: CredentialStore },
  { ticket, id }: { readonly ticket: Ticket; readonly id: string },
): Promise<void> {
  const { account } = ticket;
  return store.transaction(async (tx) => {
    await tx.holdAccount(account);
    await tx.consumeTicket(ticket);
    await revoke(tx, { account, id, actor: personOf(ticket) });
  });
}

async function revoke(
  tx: CredentialTransaction,
  { account, id, actor }: { account: string; id: string; actor: EventActor },
): Promise<void> {
  const appPassword = await tx.removeAppPassword(account, id);
  if (appPassword === undefined) throw notFound('there is no such app password');
  await tx.append({ type: 'app-password-revoked', account, appPassword, actor });
}
