import type { Log } from '../../../libs/log/index.js';
import type { Denied } from '../core/outcome.js';
import type { Claim, Clock, KeepClaim } from '../ports.js';

export type RefuseClaim = (claim: Claim) => Denied;

/** A repeated claim within this time is refused without another event. */
const AGAIN_MS = 60_000;
const MOST_REMEMBERED = 10_000;
/** The most events of one peer within that time, because an attacker chooses what is claimed. */
const MOST_PER_PEER = 20;

const REFUSED: Denied = {
  kind: 'deny',
  reason: 'ADDRESS_CLAIMED',
  message: 'Sign-in to this service is not allowed.',
};

/**
 * Refuses a login whose client address was claimed by someone not trusted to, and stores an event. During a flood all
 * claims are refused, but the number of events per minute is limited.
 */
export function createRefuseClaim(parts: {
  keep: KeepClaim;
  clock: Clock;
  log: Log;
  /** Called for each refusal. Must not throw. */
  onRefused: (listener: string) => void;
}): RefuseClaim {
  const { keep, clock, log, onRefused } = parts;
  /** By peer, and by whole claim: when counting began, and the count. */
  const recent = new Map<string, { since: number; count: number }>();

  const count = (key: string): number => {
    const now = clock.now();
    const known = recent.get(key);
    const entry = known && now - known.since < AGAIN_MS ? known : { since: now, count: 0 };
    entry.count += 1;
    recent.delete(key);
    recent.set(key, entry);
    const [oldest] = recent.keys();
    if (recent.size > MOST_REMEMBERED && oldest !== undefined) recent.delete(oldest);
    return entry.count;
  };

  return (claim) => {
    const { listener, peer } = claim;
    const claimed = claim.claimed.slice(0, 64);
    onRefused(listener);
    const isNew = count(`${listener} ${peer} ${claimed}`) === 1;
    if (!isNew || count(`${listener} ${peer}`) > MOST_PER_PEER) return REFUSED;
    try {
      keep({ listener, peer, claimed });
      log.warn('a peer that is not trusted claims another address: refused', {
        listener,
        peer,
        claimed,
      });
    } catch (error) {
      log.error('the event of a claimed address cannot be stored', { listener, peer, error });
    }
    return REFUSED;
  };
}
