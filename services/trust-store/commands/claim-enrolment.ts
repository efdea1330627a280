import type { Account } from '../../../libs/names/account.js';
import type { EnrolmentStore, NotBefores, TrustParts } from '../ports.js';

/**
 * After a first factor became usable, no other store may finish an enrolment for this long (ms). By then the account's
 * not-before is known, and refuses a later one.
 */
const FINISHING_MS = 30_000;

export interface Claimed extends NotBefores {
  readonly claimed: boolean;
}

/**
 * Claims a first enrolment for one store. The two `enrol` tickets of one decision are valid at two stores that cannot
 * see each other. The claim makes the first use of either invalidate the other. Safe to repeat for the same store.
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
