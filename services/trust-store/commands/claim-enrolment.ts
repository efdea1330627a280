import type { Account } from '../../../libs/names/account.js';
import type { EnrolmentStore, NotBefores, TrustParts } from '../ports.js';

/**
 * For so long (ms) after a first factor became a way in no other store finishes one: by then the account's not-before is
 * told, and refuses whoever comes later.
 */
const FINISHING_MS = 30_000;

export interface Claimed extends NotBefores {
  readonly claimed: boolean;
}

/**
 * Claims a first enrolment for one store. The two `enrol` tickets of one decision are good at two stores that cannot see
 * each other: this is where the first use of either ends the other. Safe to repeat for the same store.
 */
export async function claimEnrolment(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  request: {
    readonly account: Account;
    readonly decisionId: string;
    readonly store: EnrolmentStore;
    readonly finishing: boolean;
  },
): Promise<Claimed> {
  const { account, decisionId, finishing } = request;
  return store.transaction(async (tx) => {
    await tx.lockAccount(account);
    const now = clock.now();
    const finishingUntil = finishing ? now + FINISHING_MS : undefined;
    const claim = { account, decisionId, store: request.store, finishingUntil, now };
    return { claimed: await tx.claimEnrolment(claim), ...(await tx.notBefores(account)) };
  });
}
