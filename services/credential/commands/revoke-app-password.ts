import { notFound } from '../../../libs/errors/index.js';
import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { appPasswordRevoked } from '../../../libs/events/definitions/credential.js';
import { appPasswordData } from '../core/app-password.js';
import type { CredentialStore, CredentialTransaction, Ticket } from '../ports.js';

/**
 * Ends an app password, for an administrator. Once this returns, it allows no login.
 * @throws GatepostError NOT_FOUND if the account has no such app password
 */
export function revokeAppPassword(
  { store }: { store: CredentialStore },
  request: { readonly account: string; readonly id: string; readonly actor: Actor },
): Promise<void> {
  const { account, id, actor } = request;
  return store.transaction((tx) => revoke(tx, { account, id, actor }));
}

/**
 * Ends app passwords of the person of a ticket, all of them or none, and consumes the ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no such app password, in
 * which case the ticket stays valid
 */
export function revokeOwnAppPasswords(
  { store }: { store: CredentialStore },
  { ticket, ids }: { readonly ticket: Ticket; readonly ids: readonly string[] },
): Promise<void> {
  const { account } = ticket;
  return store.transaction(async (tx) => {
    await tx.holdAccount(account);
    await tx.consumeTicket(ticket);
    const actor = personOf(ticket);
    for (const id of new Set(ids)) await revoke(tx, { account, id, actor });
  });
}

async function revoke(
  tx: CredentialTransaction,
  { account, id, actor }: { account: string; id: string; actor: Actor },
): Promise<void> {
  const appPassword = await tx.removeAppPassword(account, id);
  if (appPassword === undefined) throw notFound('there is no such app password');
  await tx.emit(appPasswordRevoked, { account, app_password: appPasswordData(appPassword), actor });
}
