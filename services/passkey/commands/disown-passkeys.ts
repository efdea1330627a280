import { personOf } from '../../../libs/events/definitions/actor.js';
import { passkeySuspended } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { Clock, PasskeyStore, Ticket } from '../ports.js';

/**
 * Suspends the passkeys that became a way in since the event of a ticket, which was not the person's doing, and ends
 * registrations under way. They stay, and count as enrolled: whoever reads the mailbox cannot make room for a first passkey
 * by it. Safe to repeat: what the person makes after that is usable.
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
