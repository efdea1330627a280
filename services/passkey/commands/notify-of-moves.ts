import type { Hosts } from '../core/hosts.js';
import type { Clock, PasskeyStore } from '../ports.js';

/**
 * The most people notified at a time, so that mails about other things are not delayed. A domain with a hundred
 * thousand people is done within hours.
 */
const MOST = 100;
/** The pause once everybody was notified. It is not the end, because somebody may restore a suspended passkey. */
const REST_MS = 60_000;

/**
 * Tells people whose domain gives up a sign-in host until when their passkeys of it work. Each call of the returned
 * function notifies some of them. Once everybody was notified, it does nothing for a while.
 */
export function notifyOfMoves(parts: {
  readonly store: Pick<PasskeyStore, 'notifyOfMove'>;
  readonly hosts: Hosts;
  readonly clock: Clock;
}): () => Promise<void> {
  const { store, hosts, clock } = parts;
  let restsUntil = 0;
  return async () => {
    const now = clock.now();
    if (now < restsUntil) return;
    let left = MOST;
    for (const move of hosts.movesAt(now)) {
      if (left > 0) left -= await store.notifyOfMove(move, { now, most: left });
    }
    if (left > 0) restsUntil = now + REST_MS;
  };
}
