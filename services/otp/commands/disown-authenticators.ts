import { personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorSuspended } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import type { Clock, OtpStore, Ticket } from '../ports.js';

/**
 * Suspends the authenticators added since the event that the person disowned with a ticket, and voids recovery codes
 * made since. The authenticators stay and count as enrolled, so that someone who reads the mailbox cannot use this to
 * make room for a first authenticator. Safe to repeat: authenticators added after the first call stay usable.
 * @returns how many are suspended
 * @throws GatepostError PERMISSION_DENIED if the account was reset or removed since
 */
export async function disownAuthenticators(
  { store, clock }: { store: OtpStore; clock: Clock },
  { ticket, since }: { readonly ticket: Ticket; readonly since: number },
): Promise<number> {
  const { account } = ticket;
  const suspended = await store.onHolder(account, async (tx) => {
    if (!(await tx.useOnce(ticket))) return 0;
    const now = clock.now();
    const added = (await tx.authenticators(now)).filter(
      ({ confirmedAt, createdAt }) => (confirmedAt ?? createdAt) >= since,
    );
    // An authenticator that waits for its first code is removed.
    await tx.remove(added.filter((one) => !isActive(one)).map(({ id }) => id));
    const usable = added.filter((one) => isActive(one) && one.suspendedAt === undefined);
    for (const authenticator of usable) {
      await tx.setSuspended(authenticator.id, now);
      const actor = personOf(ticket);
      await tx.emit(authenticatorSuspended, {
        account,
        authenticator: authenticatorData(authenticator),
        actor,
      });
    }
    await tx.voidRecoveryCodes(since);
    // The stored verdict of a suspended authenticator must not be returned to a retry.
    await tx.forgetAttempts();
    return usable.length;
  });
  return suspended ?? 0;
}
