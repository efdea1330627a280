import { domainOfAccount } from '../../../libs/names/account.js';
import type { Hosts } from '../core/hosts.js';
import type { Clock, PasskeyStore } from '../ports.js';

/** Whether an account has a passkey, and the hosts at which one of them can be used now. */
export async function whereItSignsIn(
  { store, hosts, clock }: { store: Pick<PasskeyStore, 'passkeys'>; hosts: Hosts; clock: Clock },
  account: string,
): Promise<{ readonly enrolled: boolean; readonly hosts: readonly string[] }> {
  const now = clock.now();
  const active = (await store.passkeys(account, now)).filter(({ isActive }) => isActive);
  const good = active.filter(
    ({ rpId, suspendedAt }) =>
      suspendedAt === undefined && hosts.usableUntil(domainOfAccount(account), rpId) > now,
  );
  return { enrolled: active.length > 0, hosts: [...new Set(good.map(({ rpId }) => rpId))] };
}
