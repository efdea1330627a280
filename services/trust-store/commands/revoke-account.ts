import type { Account } from '../../../libs/names/account.js';
import type { TrustParts } from '../ports.js';

/** Revokes all that holds for an account; returns how many. */
export async function revokeAccount(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  request: {
    readonly account: Account;
    readonly reason: string;
    /** SPIFFE URI of the service that asks, and who asked it. */
    readonly certificate: string;
    readonly actor: string;
  },
): Promise<number> {
  const { account, reason, certificate, actor } = request;
  return store.transaction(async (tx) => {
    await tx.lockAccount(account.name);
    const now = clock.now();
    const held = (await tx.trustsOf(account, now)).filter((trust) => trust.ranOut === undefined);
    return tx.end(
      held.map((trust) => trust.id),
      { why: 'revoked', reason, actor: certificate, onBehalfOf: actor, comment: '' },
      now,
    );
  });
}
