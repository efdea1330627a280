import type { Account } from '../../../libs/names/account.js';
import { CLOCK_ERROR_MS } from '../core/not-before.js';
import type { TrustParts } from '../ports.js';

/**
 * Removes everything stored about an account and returns the number of rows. Safe to repeat: a second call finds
 * nothing and sends no event. Grants from logins that began earlier are refused from now on. Trust that still held is
 * revoked, so that watchers can end its sessions. The log entries for watchers are deleted a few minutes later.
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
    // What ended here was also logged, and must not be counted twice.
    const rows = Math.max(ended, logged);
    if (rows > 0) {
      await tx.recordPurge({ account: account.name, rows, certificate, actor, at: now });
    }
    return rows;
  });
}
