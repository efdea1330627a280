import type { Account } from '../../../libs/names/account.js';
import { CLOCK_ERROR_MS } from '../core/not-before.js';
import type { TrustParts } from '../ports.js';

/**
 * Forgets all that is kept of an account; returns how many rows. Safe to repeat: a second time there
 * is nothing, and no event. What a login gives that began earlier is refused from now on. What still held is revoked, so that
 * whoever watches can end its sessions; what is logged for them goes a few minutes later.
 */
export async function purgeAccount(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  request: { readonly account: Account; readonly certificate: string; readonly actor: string },
): Promise<number> {
  const { account, certificate, actor } = request;
  return store.transaction(async (tx) => {
    await tx.lockAccount(account);
    const now = clock.now();
    await tx.setNotBefore(account, now + CLOCK_ERROR_MS);
    const trusts = await tx.trustsOf(account, now);
    const idsOf = (ranOut: boolean) =>
      trusts.filter((trust) => (trust.ranOut !== undefined) === ranOut).map((trust) => trust.id);
    const revoked = { why: 'revoked', reason: 'account-removed', actor: certificate } as const;
    const ended =
      (await tx.end(idsOf(true), { why: 'ran-out' }, now)) +
      (await tx.end(idsOf(false), { ...revoked, onBehalfOf: '', comment: actor }, now));
    const logged = await tx.forgetLogged(account.name, now);
    // What ended here is logged too, and is not to be counted twice.
    const rows = Math.max(ended, logged);
    if (rows > 0) {
      await tx.tellPurged({ account: account.name, rows, certificate, actor, at: now });
    }
    return rows;
  });
}
