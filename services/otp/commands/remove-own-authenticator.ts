import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorRemoved } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import type { Clock, NotBefore, OtpStore, Ticket } from '../ports.js';

/**
 * Removes one of the person's authenticators. With the last active one the recovery codes are removed, unless there is
 * a passkey. The account's sessions and trust end, because they may have been earned with it.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; NOT_FOUND if the person has no such authenticator, in
 * which case the ticket stays valid
 */
export async function removeOwnAuthenticator(
  { store, clock, notBefore }: { store: OtpStore; clock: Clock; notBefore: NotBefore },
  { ticket, authenticatorId }: { ticket: Ticket; authenticatorId: string },
): Promise<void> {
  const { account } = ticket;
  const ask = await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const now = clock.now();
    const all = await tx.authenticators(now);
    const authenticator = all.find(({ id }) => id === authenticatorId);
    if (authenticator === undefined) throw notFound('there is no such authenticator');
    await tx.remove([authenticator.id]);
    const others = all.some((other) => other !== authenticator && isActive(other));
    const last = !others && !(await tx.hasPasskey());
    const recoveryCodes = last ? await tx.replaceRecoveryCodes([], now) : 0;
    // A stored verdict of a removed authenticator must not be returned to a retry.
    await tx.forgetAttempts();
    await tx.emit(authenticatorRemoved, {
      account,
      authenticator: authenticatorData(authenticator),
      recovery_codes: recoveryCodes,
      actor: personOf(ticket),
    });
    // An authenticator that was never confirmed has proved nothing.
    if (!isActive(authenticator)) return undefined;
    return tx.askNotBefore({ reason: 'factor-removed', actor: ticket.frontEnd });
  });
  if (ask !== undefined) await notBefore.send(ask);
}
