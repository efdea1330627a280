import { notFound } from '../../../libs/errors/index.js';
import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { passkeyRestored } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { AccountTransaction, Clock, PasskeyStore, Ticket } from '../ports.js';

export interface RestoreParts {
  readonly store: PasskeyStore;
  readonly clock: Clock;
}

/**
 * Lets one of the person's suspended passkeys be used again. Their ticket came with a factor that is not suspended.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no suspended passkey with
 * that id, in which case the ticket stays valid
 */
export function restoreOwnPasskey(
  { store, clock }: RestoreParts,
  { ticket, passkeyId }: { readonly ticket: Ticket; readonly passkeyId: string },
): Promise<void> {
  const { account } = ticket;
  return store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    await restore(tx, { account, passkeyId, now: clock.now(), actor: personOf(ticket) });
  });
}

/** As `restoreOwnPasskey`, for an administrator. @throws GatepostError NOT_FOUND */
export function restorePasskey(
  { store, clock }: RestoreParts,
  request: { readonly account: string; readonly passkeyId: string; readonly actor: Actor },
): Promise<void> {
  return store.onAccount(request.account, (tx) => restore(tx, { ...request, now: clock.now() }));
}

async function restore(
  tx: AccountTransaction,
  request: { account: string; passkeyId: string; now: number; actor: Actor },
): Promise<void> {
  const { account, passkeyId, now, actor } = request;
  const passkey = (await tx.passkeys(now)).find(({ id }) => id === passkeyId);
  if (passkey?.suspendedAt === undefined) throw notFound('there is no such suspended passkey');
  await tx.setSuspended(passkeyId, undefined);
  // It counts as activated now, so that disowning the restoration suspends it again.
  await tx.activate(passkeyId, now);
  await tx.emit(passkeyRestored, { account, passkey: passkeyData(passkey), actor });
}
