import { unavailable } from '../errors/index.js';
import { countedAddress } from '../names/counted-address.js';
import type { Database, Queryable } from '../pg/index.js';
import {
  type Answer,
  askForPlace,
  giveBack,
  giveBackAfterSuccess,
  type PlaceParts,
  turnIntoFailure,
} from './places.js';
import type { Patience, Place, Scope, Subject, ThrottleFact } from './types.js';
import { waitingLines } from './waiting-lines.js';

/**
 * What comparing gave. `right`: the address is usual for the account from now on. `wrong`: a failure.
 * `neither`: nothing was compared, or what was is no news
 */
export type Compared = 'right' | 'wrong' | 'neither';

export interface Throttle {
  /**
   * Takes a place, runs `compare`, and settles the place by what it says: so no more secrets are ever
   * compared than the limits allow, whatever happens at the same time in however many processes.
   *
   * If `compare` throws, nothing was compared, and the error goes on. It goes on running when the
   * caller has gone, and must end within a place's lifetime: 30 s after the deadline.
   *
   * @returns what `compare` resolved to; or `limited`: failures reach a limit, nothing was compared
   * @throws GatepostError UNAVAILABLE if all places were held by others until the deadline
   */
  guard<R extends { readonly compared: Compared }>(
    subject: Subject,
    patience: Patience,
    compare: () => Promise<R>,
  ): Promise<R | 'limited'>;
}

export interface ThrottleParts extends PlaceParts {
  readonly db: Pick<Database, 'query' | 'transaction'>;
  /** Records what happened, in the transaction in which it did. */
  readonly announce: (tx: Queryable, facts: readonly ThrottleFact[]) => Promise<void>;
}

/** A comparison may begin at the deadline at the latest, and lasts no longer than this. */
const COMPARISON_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;

export function createThrottle(parts: ThrottleParts): Throttle {
  const { db, limits, announce } = parts;
  const lines = waitingLines<Answer>({
    staysIn: (answer, key) => answer.outcome === 'full' && key.startsWith(`${answer.scope} `),
    // The account's own limit does not bind everybody who waits for it.
    isForAll: (answer, key) =>
      answer.outcome === 'limited' &&
      answer.scope !== 'account' &&
      key.startsWith(`${answer.scope} `),
    discard: (answer) => {
      if (answer.outcome === 'reserved') void settle(answer.place, 'neither').catch(() => {});
    },
  });
  /** Attempts of this process by account and address, from before they ask until they are settled. */
  const underWay = new Map<string, number>();

  async function settle(place: Place, compared: Compared): Promise<void> {
    switch (compared) {
      case 'right':
        await giveBackAfterSuccess(db, parts, place);
        break;
      case 'wrong':
        await db.transaction(async (tx) => {
          const facts = await turnIntoFailure(tx, parts, place);
          if (facts.length > 0) await announce(tx, facts);
        });
        break;
      case 'neither':
        await giveBack(db, place);
        break;
      default:
        compared satisfies never;
    }
    for (const key of Object.values(keysOf(place.account, place.address))) lines.wake(key);
  }

  async function reserve(subject: Subject, patience: Patience): Promise<Place | 'limited'> {
    const keys = keysOf(subject.account, countedAddress(subject.address));
    const leftMs = Math.max(0, Math.min(patience.deadline - performance.now(), LONGEST_WAIT_MS));
    const ask = () => askForPlace(db, parts, subject, leftMs + COMPARISON_MS);
    let answer = crowded(keys) ?? (await ask());
    while (answer.outcome === 'full') {
      const later = await lines.join(keys[answer.scope], patience, ask);
      if (later === undefined) throw unavailable('too many attempts at once: try again');
      answer = later;
    }
    return answer.outcome === 'limited' ? 'limited' : answer.place;
  }

  /** Where asking would be in vain, or would push in before others who wait. */
  function crowded(keys: Record<Scope, string>): Answer | undefined {
    const pair = 'account+address';
    const atPair = (underWay.get(keys[pair]) ?? 0) > limits.perScope[pair];
    if (atPair || lines.busy(keys[pair])) return { outcome: 'full', scope: pair };
    if (lines.busy(keys.address)) return { outcome: 'full', scope: 'address' };
    return undefined;
  }

  return {
    async guard(subject, patience, compare) {
      const key = keysOf(subject.account, countedAddress(subject.address))['account+address'];
      underWay.set(key, (underWay.get(key) ?? 0) + 1);
      try {
        const place = await reserve(subject, patience);
        if (place === 'limited') return 'limited';
        const result = await compareOrGiveBack(place, patience, compare);
        await settle(place, result.compared);
        return result;
      } finally {
        const left = (underWay.get(key) ?? 1) - 1;
        if (left === 0) underWay.delete(key);
        else underWay.set(key, left);
      }
    },
  };

  async function compareOrGiveBack<R>(
    place: Place,
    { deadline }: Patience,
    compare: () => Promise<R>,
  ): Promise<R> {
    try {
      // A place that came too late may lapse before the comparison ends.
      if (performance.now() > deadline) throw unavailable('too many attempts at once: try again');
      return await compare();
    } catch (error) {
      await settle(place, 'neither').catch(() => {});
      throw error;
    }
  }
}

function keysOf(account: string, address: string): Record<Scope, string> {
  return {
    'account+address': `account+address ${account} ${address}`,
    address: `address ${address}`,
    account: `account ${account}`,
  };
}
