import type { Actor } from '../../../libs/events/definitions/actor.js';
import { otpReset } from '../../../libs/events/definitions/otp.js';
import type { Clock, NotBefore, OtpStore } from '../ports.js';

export interface ResetParts {
  readonly store: OtpStore;
  readonly clock: Clock;
  readonly notBefore: NotBefore;
}

export interface Reset {
  /** How many authenticators were removed. */
  readonly removed: number;
  /** Trust-store could not be asked. What must end is recorded, and the call is repeated. */
  readonly trustRevocationPending: boolean;
}

/**
 * Removes all authenticators and recovery codes of an account, and ends its sessions and trust. A lost phone or a
 * trusted browser is then worth nothing. What must end is recorded in the same transaction, so that it is never lost.
 */
export async function resetAccount(
  { store, clock, notBefore }: ResetParts,
  { account, actor }: { account: string; actor: Actor },
): Promise<Reset> {
  const now = clock.now();
  const { removed, ask } = await store.onAccount(account, async (tx) => {
    const all = await tx.authenticators(now);
    await tx.remove(all.map(({ id }) => id));
    const recoveryCodes = await tx.replaceRecoveryCodes([], now);
    await tx.forgetAttempts();
    await tx.refuseTicketsBefore(now);
    const gone = { authenticators: all.length, recovery_codes: recoveryCodes };
    await tx.emit(otpReset, { account, ...gone, actor });
    const by = { reason: 'otp-reset', actor: actor.certificate };
    return { removed: all.length, ask: await tx.askNotBefore(by) };
  });
  return { removed, trustRevocationPending: !(await notBefore.send(ask)) };
}
