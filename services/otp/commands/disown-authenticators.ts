import { personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorSuspended } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import type { Clock, OtpStore, Ticket } from '../ports.js';

/**
 * Suspends the authenticators added since the event of a ticket, which was not the person's doing, and
 * voids recovery codes made since. They stay, and count as enrolled: whoever reads the mailbox cannot
 * make room for a first authenticator by it. Safe to repeat: what the person adds after that is usable.
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
    // One that waits for its first code waits no longer.
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
    // What they verified a moment ago is not to be repeated.
    await tx.forgetAttempts();
    return usable.length;
  });
  return suspended ?? 0;
}
