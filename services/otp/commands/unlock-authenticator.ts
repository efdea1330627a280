import { notFound } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { authenticatorUnlocked } from '../../../libs/events/definitions/otp.js';
import { authenticatorData } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';

/**
 * Resets the count of wrong codes of an authenticator, and its lock. Safe to repeat.
 * @throws GatepostError NOT_FOUND if the account has no such authenticator
 */
export async function unlockAuthenticator(
  { store, clock }: { store: OtpStore; clock: Clock },
  request: { account: string; authenticatorId: string; actor: Actor },
): Promise<void> {
  const { account, authenticatorId, actor } = request;
  const done = await store.onHolder(account, async (tx) => {
    const all = await tx.authenticators(clock.now());
    const authenticator = all.find(({ id }) => id === authenticatorId);
    if (authenticator === undefined) return false;
    if (authenticator.failures === 0) return true;
    await tx.setLock(authenticator.id, { failures: 0, lockedUntil: undefined });
    await tx.emit(authenticatorUnlocked, {
      account,
      authenticator: authenticatorData(authenticator),
      actor,
    });
    return true;
  });
  if (done !== true) throw notFound('there is no such authenticator');
}
