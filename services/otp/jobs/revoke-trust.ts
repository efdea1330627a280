import type { Log } from '../../../libs/log/index.js';
import type { Clock, TrustRevocation, TrustStore } from '../ports.js';

/** The revocations on record. */
export interface RevocationRecord {
  /** Takes those that are due; until `leaseUntil` no other replica takes them. */
  lease(at: { now: number; leaseUntil: number; limit: number }): Promise<TrustRevocation[]>;
  confirm(id: string): Promise<void>;
  postpone(id: string, nextTryAt: number): Promise<void>;
}

export interface RevokeTrustParts {
  readonly trustStore: TrustStore;
  readonly record: RevocationRecord;
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than one try takes: who took a revocation has tried it by then, or has died. */
export const LEASE_MS = 10_000;
const BATCH = 20;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * Asks trust-store for one revocation that is on record. False: it could not be asked, and is to be
 * asked again.
 */
export async function revokeTrust(
  { trustStore, record, clock, log }: RevokeTrustParts,
  revocation: TrustRevocation,
): Promise<boolean> {
  const { id, account, tries } = revocation;
  try {
    await trustStore.revokeAccount(revocation);
    await record.confirm(id);
    return true;
  } catch (error) {
    log.warn('trust of a reset account is not revoked yet', { account, tries: tries + 1, error });
  }
  const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.min(tries, 10), LONGEST_DELAY_MS);
  // Should this fail too, it is due again when its lease ends.
  await record.postpone(id, clock.now() + delay).catch(() => {});
  return false;
}

/** Tries all that are due. @returns how many are still to be asked for */
export async function revokeDueTrust(parts: RevokeTrustParts): Promise<number> {
  const now = parts.clock.now();
  const due = await parts.record.lease({ now, leaseUntil: now + LEASE_MS, limit: BATCH });
  const done = await Promise.all(due.map((revocation) => revokeTrust(parts, revocation)));
  return done.filter((confirmed) => !confirmed).length;
}
