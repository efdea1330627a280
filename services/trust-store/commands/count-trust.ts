import type { Account } from '../../../libs/names/account.js';
import type { TrustParts } from '../ports.js';

/** How many addresses and devices of an account are trusted now, counted as for its limits. */
export async function countTrust(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  account: Account,
): Promise<{ addresses: number; devices: number }> {
  const all = await store.transaction((tx) => tx.trustsOf(account, clock.now()));
  const count = (wanted: 'ip' | 'device') =>
    all.filter(({ kind, ranOut }) => kind === wanted && ranOut === undefined).length;
  return { addresses: count('ip'), devices: count('device') };
}
