import type { EventActor } from '../core/events.js';
import type { CredentialStore, Ticket } from '../ports.js';
import {
  type AddAppPasswordParts,
  type AppPasswordWish,
  addAppPassword,
  type MadeAppPassword,
} from './add-app-password.js';
import { personOf } from './person-of.js';

export interface CreateAppPasswordParts extends AddAppPasswordParts {
  readonly store: CredentialStore;
}

/**
 * Makes an app password, for an administrator.
 * @throws GatepostError RESOURCE_EXHAUSTED past the limit of the account
 */
export function createAppPassword(
  parts: CreateAppPasswordParts,
  request: { readonly wish: AppPasswordWish; readonly actor: EventActor },
): Promise<MadeAppPassword> {
  const { wish, actor } = request;
  return parts.store.transaction((tx) => addAppPassword(tx, parts, wish, actor));
}

/**
 * Makes an app password for the person of a ticket, which is used up by it.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; RESOURCE_EXHAUSTED past the limit:
 * the ticket stays good
 */
export function createOwnAppPassword(
  parts: CreateAppPasswordParts,
  request: { readonly ticket: Ticket; readonly wish: Omit<AppPasswordWish, 'account'> },
): Promise<MadeAppPassword> {
  const { ticket, wish } = request;
  const { account } = ticket;
  return parts.store.transaction(async (tx) => {
    await tx.holdAccount(account);
    await tx.consumeTicket(ticket);
    return addAppPassword(tx, parts, { ...wish, account }, personOf(ticket));
  });
}
