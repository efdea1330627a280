import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { passkeyRemoved, passkeyRenamed } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type {
  AccountTransaction,
  Clock,
  NotBefore,
  PasskeyStore,
  StoredPasskey,
  Ticket,
} from '../ports.js';

export interface OwnParts {
  readonly store: PasskeyStore;
  readonly clock: Clock;
  readonly notBefore: NotBefore;
}

/**
 * Lists the active passkeys of the person of a ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used
 */
export async function listOwnPasskeys(
  { store, clock }: OwnParts,
  { ticket }: { ticket: Ticket },
): Promise<readonly StoredPasskey[]> {
  return store.onAccount(ticket.account, async (tx) => {
    await tx.consumeTicket(ticket);
    return (await tx.passkeys(clock.now())).filter(({ isActive }) => isActive);
  });
}

/**
 * Renames one of the person's passkeys.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND, in which case the ticket stays valid
 */
export async function renameOwnPasskey(
  { store, clock }: OwnParts,
  { ticket, passkeyId, label }: { ticket: Ticket; passkeyId: string; label: string },
): Promise<void> {
  const { account } = ticket;
  await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const passkey = await findOwn(tx, passkeyId, clock.now());
    await tx.rename(passkeyId, label);
    const renamed = passkeyData({ ...passkey, label });
    await tx.emit(passkeyRenamed, { account, passkey: renamed, actor: personOf(ticket) });
  });
}

/**
 * Removes one of the person's passkeys. The account's sessions and trust end, because they may have been earned with
 * it.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND, in which case the ticket stays valid
 */
export async function removeOwnPasskey(
  { store, clock, notBefore }: OwnParts,
  { ticket, passkeyId }: { ticket: Ticket; passkeyId: string },
): Promise<void> {
  const { account } = ticket;
  const ask = await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const passkey = await findOwn(tx, passkeyId, clock.now());
    await tx.remove([passkeyId]);
    const data = { account, passkey: passkeyData(passkey), actor: personOf(ticket) };
    await tx.emit(passkeyRemoved, data);
    return tx.askNotBefore({ reason: 'factor-removed', actor: ticket.frontEnd });
  });
  await notBefore.send(ask);
}

async function findOwn(tx: AccountTransaction, id: string, now: number): Promise<StoredPasskey> {
  const passkey = (await tx.passkeys(now)).find((one) => one.id === id && one.isActive);
  if (passkey === undefined) throw notFound('there is no such passkey');
  return passkey;
}
