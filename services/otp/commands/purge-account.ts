import { otpPurged } from '../../../libs/events/definitions/otp.js';
import type { Clock, OtpStore } from '../ports.js';

/**
 * Removes everything stored about an account. Safe to repeat: a second call finds nothing and sends no event.
 * @returns rows removed
 */
export async function purgeAccount(
  { store, clock }: { store: OtpStore; clock: Clock },
  request: { account: string; certificate: string; actor: string },
): Promise<number> {
  const { account, certificate, actor } = request;
  const purged = await store.onHolder(account, async (tx) => {
    const rows = await tx.purge();
    await tx.refuseTicketsBefore(clock.now());
    if (rows > 0) await tx.emit(otpPurged, { account, rows, certificate, actor });
    return rows;
  });
  return purged ?? 0;
}
