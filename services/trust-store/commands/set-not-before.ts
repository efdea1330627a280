import type { Account } from '../../../libs/names/account.js';
import { CLOCK_ERROR_MS } from '../core/not-before.js';
import type { TrustParts } from '../ports.js';
import { revokeTrust } from './revoke-trust.js';

export interface SetNotBeforeRequest {
  readonly reason: string;
  /** SPIFFE URI of the calling service, and who asked it. */
  readonly certificate: string;
  readonly actor: string;
  /** Only sessions end; addresses and devices stay trusted. */
  readonly keepTrust?: boolean;
}

export interface NotBefore {
  /** Whatever began at this time (ms since the epoch) or earlier is refused. */
  readonly notBefore: number;
  /** How many were ended. */
  readonly revoked: number;
}

/**
 * How long (ms) after a not-before was written a clock that is behind may still show an earlier time. After waiting
 * this long, a caller knows that a new login is not refused because of its time.
 */
export const SETTLES_AFTER_MS = 2 * CLOCK_ERROR_MS;

/**
 * Writes an account's not-before and ends all trust that holds for it. A grant in progress is either ended here or sees
 * the not-before. The not-before lies ahead by the largest clock difference, so that no login that began before this
 * call passes.
 */
export async function setNotBefore(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  { account, ...by }: SetNotBeforeRequest & { readonly account: Account },
): Promise<NotBefore> {
  return store.transaction(async (tx) => {
    await tx.lockAccount(account);
    const now = clock.now();
    const notBefore = await tx.setNotBefore(account, now + CLOCK_ERROR_MS);
    const ids = (await tx.trustsOf(account, now))
      .filter((trust) => trust.ranOut === undefined)
      .filter((trust) => trust.kind === 'session' || by.keepTrust !== true)
      .map((trust) => trust.id);
    return { notBefore, revoked: await tx.end(ids, endingOf(by), now) };
  });
}

/** Does the same for every account of a domain: first the not-before, then batch by batch. */
export async function setNotBeforeOfDomain(
  parts: Pick<TrustParts, 'store' | 'clock'>,
  { domain, ...by }: SetNotBeforeRequest & { readonly domain: string },
): Promise<NotBefore> {
  const notBefore = await parts.store.transaction(async (tx) => {
    await tx.lockDomain(domain);
    return tx.setNotBefore({ everyoneOf: domain }, parts.clock.now() + CLOCK_ERROR_MS);
  });
  const filter = { domain, ...(by.keepTrust === true && { kind: 'session' as const }) };
  return { notBefore, revoked: await revokeTrust(parts, { filter, ending: endingOf(by) }) };
}

function endingOf({ reason, certificate, actor }: SetNotBeforeRequest) {
  return { why: 'revoked', reason, actor: certificate, onBehalfOf: actor, comment: '' } as const;
}
