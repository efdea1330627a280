import type { Clock } from '../../../libs/clock/index.js';
import { notFound } from '../../../libs/errors/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { CallScope } from '../core/answers.js';
import type { Credentials, Otp, Passkeys, Saml } from '../ports/factors.js';
import type { Portal, Removal, Removals, Store } from '../ports/removals.js';
import type { Trust } from '../ports/trust.js';

export interface RemovalPorts {
  readonly removals: Removals;
  readonly credentials: Pick<Credentials, 'purge'>;
  readonly otp: Pick<Otp, 'purge'>;
  readonly passkeys: Pick<Passkeys, 'purge'>;
  readonly saml: Pick<Saml, 'purge'>;
  readonly portal: Portal;
  readonly trust: Pick<Trust, 'purge'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RemoveAccountRequest {
  readonly account: string;
  readonly actor: string;
  readonly onBehalfOf: string;
}

/**
 * Removes an account from every store. A store that cannot be reached is tried again until it confirms, so that a
 * mailbox created later under the same name inherits nothing.
 */
export async function removeAccount(
  request: RemoveAccountRequest,
  call: CallScope,
  ports: RemovalPorts,
): Promise<Removal> {
  const { account, actor, onBehalfOf } = request;
  const removal = await ports.removals.begin({
    account,
    actor: onBehalfOf ? `${actor} for ${onBehalfOf}` : actor,
    requestedAt: ports.clock.now(),
  });
  await purgeWaiting(removal, call.half(), ports);
  return await getRemoval(account, ports);
}

/**
 * Asks every store that has not confirmed yet. A store that cannot be reached stays on the list. Trust-store and portal
 * are asked at once, to end what the account's logins earned. They are asked again after the other stores, because
 * until then a login could still be verified and earn something.
 */
export async function purgeWaiting(
  removal: Removal,
  call: CallScope,
  ports: RemovalPorts,
): Promise<void> {
  const { account, actor } = removal;
  const stores: Readonly<Record<Store, { purge: Credentials['purge'] }>> = {
    credential: ports.credentials,
    otp: ports.otp,
    passkey: ports.passkeys,
    saml: ports.saml,
    portal: ports.portal,
    'trust-store': ports.trust,
  };
  const early = new Map<Store, number>();
  async function purge(store: Store, isLast: boolean): Promise<boolean> {
    try {
      const removed = (early.get(store) ?? 0) + (await stores[store].purge(account, actor, call));
      if (isLast) await ports.removals.confirm(removal, store, { now: ports.clock.now(), removed });
      else early.set(store, removed);
      return true;
    } catch (error) {
      ports.log.warn('an account is not purged yet', { store, error });
      return false;
    }
  }
  const verifying = removal.waiting.filter((store) => !EARNED.includes(store));
  const earned = removal.waiting.filter((store) => EARNED.includes(store));
  const [done] = await Promise.all([
    Promise.all(verifying.map((store) => purge(store, true))),
    verifying.length > 0 && Promise.all(earned.map((store) => purge(store, false))),
  ]);
  const last = done.includes(false)
    ? done
    : await Promise.all(earned.map((store) => purge(store, true)));
  if (last.includes(false)) {
    await ports.removals.postpone(removal, ports.clock.now() + RETRY_MS);
  }
}

/** These stores keep what logins earned. */
const EARNED: readonly Store[] = ['portal', 'trust-store'];

/** Short, because trust-store must be told within a second of its return. */
const RETRY_MS = 400;

/** @throws GatepostError NOT_FOUND if the account was never removed */
export async function getRemoval(
  account: string,
  { removals }: Pick<RemovalPorts, 'removals'>,
): Promise<Removal> {
  const removal = await removals.find(account);
  if (removal === undefined) throw notFound(`${account} was never removed`);
  return removal;
}
