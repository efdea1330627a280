import { notFound } from '../../../libs/errors/index.js';
import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import type { CallScope, CredentialStore, Directory, Ticket } from '../ports.js';
import {
  type AddAppPasswordParts,
  type AppPasswordWish,
  addAppPassword,
  type MadeAppPassword,
} from './add-app-password.js';
import { checkAccountExists } from './check-account-exists.js';

export interface CreateAppPasswordParts extends AddAppPasswordParts {
  readonly store: CredentialStore;
  readonly directory: Directory;
}

/**
 * Makes an app password, for an administrator. The account must exist, because one made for a misspelled name would
 * open the mailbox of whoever gets that name later.
 * @param request.unknownAccount make it even if no back end knows the account
 * @returns `accountUnverified` if nothing can say whether the account exists
 * @throws GatepostError NOT_FOUND if it does not exist; UNAVAILABLE if the directory cannot be asked;
 * RESOURCE_EXHAUSTED past the account's limit
 */
export async function createAppPassword(
  parts: CreateAppPasswordParts,
  request: {
    readonly wish: AppPasswordWish;
    readonly actor: Actor;
    readonly unknownAccount: boolean;
  },
  call: CallScope,
): Promise<MadeAppPassword & { readonly accountUnverified: boolean }> {
  const { wish, actor, unknownAccount } = request;
  const existence = unknownAccount ? 'exists' : await checkAccountExists(parts, wish.account, call);
  if (existence === 'none') throw notFound(`there is no account ${wish.account}`);
  const made = await parts.store.transaction((tx) => addAppPassword(tx, parts, wish, actor));
  return { ...made, accountUnverified: existence === 'unknown' };
}

/**
 * Makes an app password for the person of a ticket and consumes the ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; RESOURCE_EXHAUSTED past the limit, in which case the
 * ticket stays valid
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
