import type { EventActor } from '../core/events.js';
import type { Clock, OtpStore, Random, TrustRevocation } from '../ports.js';

export interface ResetParts {
  readonly store: OtpStore;
  readonly random: Random;
  readonly clock: Clock;
  /** Asks trust-store at once; false: it is asked again until it has confirmed. */
  readonly revokeTrust: (revocation: TrustRevocation) => Promise<boolean>;
  /** After so long the job asks trust-store, should this process have died meanwhile; ms. */
  readonly leaseMs: number;
}

export interface Reset {
  /** Authenticators removed. */
  readonly removed: number;
  /** Trust-store could not be asked: the revocation is on record, and is repeated. */
  readonly trustRevocationPending: boolean;
}

/**
 * Removes all authenticators and recovery codes of an account and revokes its trust: whoever holds
 * the lost phone or the trusted browser starts anew. The revocation is on record in the same
 * transaction, so that it is never lost.
 */
export async function resetAccount(
  parts: ResetParts,
  { account, actor }: { account: string; actor: EventActor & { kind: 'admin' } },
): Promise<Reset> {
  const { store, random, clock, revokeTrust, leaseMs } = parts;
  const now = clock.now();
  const revocation = { id: random.id(), account, actor: actor.certificate, askedAt: now, tries: 0 };
  const removed = await store.onAccount(account, async (tx) => {
    const all = await tx.authenticators(now);
    await tx.remove(all.map(({ id }) => id));
    const recoveryCodes = await tx.replaceRecoveryCodes([], now);
    await tx.forgetAttempts();
    await tx.refuseTicketsBefore(now);
    await tx.addTrustRevocation(revocation, now + leaseMs);
    await tx.append({ type: 'reset', account, authenticators: all.length, recoveryCodes, actor });
    return all.length;
  });
  return { removed, trustRevocationPending: !(await revokeTrust(revocation)) };
}
