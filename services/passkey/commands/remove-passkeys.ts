import { notFound } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { passkeyRemoved } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { Clock, NotBefore, PasskeyStore } from '../ports.js';

export interface RemoveParts {
  readonly store: PasskeyStore;
  readonly clock: Clock;
  readonly notBefore: NotBefore;
}

export interface Removed {
  readonly removed: number;
  /** Trust-store could not be asked. What must end is recorded, and the call is repeated. */
  readonly trustRevocationPending: boolean;
}

/**
 * Removes one passkey of an account, or all, for an administrator, and ends the account's sessions and trust. If all
 * are removed, earlier tickets are refused here and pending registrations end.
 * @param request.passkeyId empty for all
 * @throws GatepostError NOT_FOUND if the account has no such passkey
 */
export async function removePasskeys(
  { store, clock, notBefore }: RemoveParts,
  request: { account: string; passkeyId: string; actor: Actor },
): Promise<Removed> {
  const { account, passkeyId, actor } = request;
  const now = clock.now();
  const { removed, ask } = await store.onAccount(account, async (tx) => {
    const all = await tx.passkeys(now);
    const these = all.filter(({ id }) => passkeyId === '' || id === passkeyId);
    if (passkeyId !== '' && these.length === 0) throw notFound('there is no such passkey');
    await tx.remove(these.map(({ id }) => id));
    for (const passkey of these.filter(({ isActive }) => isActive)) {
      await tx.emit(passkeyRemoved, { account, passkey: passkeyData(passkey), actor });
    }
    if (passkeyId === '') await tx.refuseTicketsBefore(now);
    const by = { reason: 'passkeys-removed', actor: actor.certificate };
    return { removed: these.length, ask: await tx.askNotBefore(by) };
  });
  return { removed, trustRevocationPending: !(await notBefore.send(ask)) };
}
