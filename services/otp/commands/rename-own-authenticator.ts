import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorRenamed } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import type { Clock, OtpStore, Ticket } from '../ports.js';

/**
 * Renames one of the person's authenticators.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no such active
 * authenticator, in which case the ticket stays valid
 */
export async function renameOwnAuthenticator(
  { store, clock }: { store: OtpStore; clock: Clock },
  request: { readonly ticket: Ticket; readonly authenticatorId: string; readonly label: string },
): Promise<void> {
  const { ticket, authenticatorId, label } = request;
  const { account } = ticket;
  await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const all = await tx.authenticators(clock.now());
    const found = all.find((each) => each.id === authenticatorId && isActive(each));
    if (found === undefined) throw notFound('there is no such authenticator');
    await tx.rename(authenticatorId, label);
    const authenticator = authenticatorData({ ...found, label });
    await tx.emit(authenticatorRenamed, { account, authenticator, actor: personOf(ticket) });
  });
}
