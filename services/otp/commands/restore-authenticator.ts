import { notFound } from '../../../libs/errors/index.js';
import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorRestored } from '../../../libs/events/definitions/otp.js';
import { authenticatorData } from '../core/authenticator.js';
import type { AccountTransaction, Clock, OtpStore, Ticket } from '../ports.js';

/**
 * Lets one of the person's suspended authenticators verify codes again. Their ticket came with a factor that is not
 * suspended.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no suspended
 * authenticator with that id, in which case the ticket stays valid
 */
export function restoreOwnAuthenticator(
  { store, clock }: { store: OtpStore; clock: Clock },
  { ticket, authenticatorId }: { readonly ticket: Ticket; readonly authenticatorId: string },
): Promise<void> {
  const { account } = ticket;
  return store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const now = clock.now();
    await restore(tx, { account, authenticatorId, now, actor: personOf(ticket) });
  });
}

/** As `restoreOwnAuthenticator`, for an administrator. @throws GatepostError NOT_FOUND */
export function restoreAuthenticator(
  { store, clock }: { store: OtpStore; clock: Clock },
  request: {
    readonly account: string;
    readonly authenticatorId: string;
    readonly actor: Actor;
  },
): Promise<void> {
  return store.onAccount(request.account, (tx) => restore(tx, { ...request, now: clock.now() }));
}

async function restore(
  tx: AccountTransaction,
  request: { account: string; authenticatorId: string; now: number; actor: Actor },
): Promise<void> {
  const { account, authenticatorId, now, actor } = request;
  const authenticator = (await tx.authenticators(now)).find(({ id }) => id === authenticatorId);
  if (authenticator?.suspendedAt === undefined) throw noneSuspended();
  await tx.setSuspended(authenticatorId, undefined);
  // It counts as added now, so that disowning the restoration suspends it again.
  await tx.confirm(authenticatorId, now);
  await tx.emit(authenticatorRestored, {
    account,
    authenticator: authenticatorData(authenticator),
    actor,
  });
}

function noneSuspended() {
  return notFound('there is no such suspended authenticator');
}
