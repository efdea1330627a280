import { personOf } from '../../../libs/events/definitions/actor.js';
import { passkeySuspended } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { Clock, PasskeyStore, Ticket } from '../ports.js';

/**
 * Suspends the passkeys activated since the event that the person disowned with a ticket, and ends pending
 * registrations. The passkeys stay and count as enrolled, so that someone who reads the mailbox cannot use this to make
 * room for a first passkey. Safe to repeat: passkeys made after the first call stay usable.
 * @returns how many are suspended
 * @throws GatepostError PERMISSION_DENIED if the account or its passkeys were removed since
 */
export async function disownPasskeys(
  { store, clock }: { readonly store: PasskeyStore; readonly clock: Clock },
  { ticket, since }: { readonly ticket: Ticket; readonly since: number },
): Promise<number> {
  const { account } = ticket;
  const suspended = await store.onHolder(account, async (tx) => {
    if (!(await tx.useOnce(ticket))) return 0;
    const now = clock.now();
    await tx.endRegistrations();
    const all = await tx.passkeys(now);
    await tx.remove(all.filter(({ isActive }) => !isActive).map(({ id }) => id));
    const added = all.filter(
      (one) =>
        one.isActive &&
        one.suspendedAt === undefined &&
        (one.activatedAt ?? one.createdAt) >= since,
    );
    for (const passkey of added) {
      await tx.setSuspended(passkey.id, now);
      const data = { account, passkey: passkeyData(passkey), actor: personOf(ticket) };
      await tx.emit(passkeySuspended, data);
    }
    return added.length;
  });
  return suspended ?? 0;
}
