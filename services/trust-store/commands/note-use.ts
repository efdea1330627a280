import type { Account } from '../../../libs/names/account.js';
import { USE_IS_OLD_MS } from '../core/trust.js';
import type { TrustParts } from '../ports.js';

/** A trusted address that carried an ALLOW. */
export interface NoteUseRequest {
  readonly account: Account;
  readonly trustId: string;
  readonly address: string;
}

/** Records when and from where an address was last used, at most once a minute. */
export async function noteUse(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  { account, trustId, address }: NoteUseRequest,
): Promise<void> {
  const now = clock.now();
  const use = { at: now, ip: address, before: now - USE_IS_OLD_MS };
  await store.transaction((tx) => tx.noteUse({ account, trustId }, use));
}
