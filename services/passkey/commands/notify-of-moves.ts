import type { Hosts } from '../core/hosts.js';
import type { Clock, PasskeyStore } from '../ports.js';

/**
 * The most people told at a time, so that mails about other things do not wait behind those about a move: a domain with
 * a hundred thousand people is told within hours.
 */
const MOST = 100;
/** How long to wait once everybody was told: somebody may restore a suspended passkey. */
const REST_MS = 60_000;

/**
 * Tells people whose domain gives up a sign-in host until when their passkeys of it work. The function that it returns
 * tells some of them, and does nothing for a while after it has told the last one.
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
