import { passkeyPurged } from '../../../libs/events/definitions/passkey.js';
import type { Clock, PasskeyStore } from '../ports.js';

/**
 * Removes everything stored about an account. Safe to repeat: a second call finds nothing and sends no event.
 * @returns rows removed
 */
export async function purgeAccount(
  { store, clock }: { store: PasskeyStore; clock: Clock },
  request: { account: string; certificate: string; actor: string },
): Promise<number> {
  const { account, certificate, actor } = request;
  const purged = await store.onHolder(account, async (tx) => {
    const rows = await tx.purge();
    await tx.refuseTicketsBefore(clock.now());
    if (rows > 0) await tx.emit(passkeyPurged, { account, rows, certificate, actor });
    return rows;
  });
  return purged ?? 0;
}
