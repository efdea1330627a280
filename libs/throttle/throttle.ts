import { setTimeout as sleep } from 'node:timers/promises';
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
import type { CallScope, Place, Refusal, Scope, Subject, ThrottleFact } from './types.js';
import { ANSWER_MS, waitingLines } from './waiting-lines.js';

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
   * At an address usual for the account, past the address's own limit, what is not right is answered
   * `limited`, after the same time.
   *
   * @returns what `compare` resolved to; or a refusal: nothing was compared, or what was is not told
   * @throws GatepostError UNAVAILABLE if all places were held by others until the deadline
   */
  guard<R extends { readonly compared: Compared }>(
    subject: Subject,
    call: CallScope,
    compare: () => Promise<R>,
  ): Promise<R | Refusal>;
}

export interface ThrottleParts extends PlaceParts {
  readonly db: Pick<Database, 'query' | 'transaction'>;
  /** Records what happened, in the transaction in which it did. */
  readonly announce: (tx: Queryable, facts: readonly ThrottleFact[]) => Promise<void>;
}

/** A comparison may begin at the deadline at the latest, and lasts no longer than this. */
const COMPARISON_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * A throttle over the tables of `libs/kit/migrations`. All processes on one database share its
 * limits.
 */
export function createThrottle(parts: ThrottleParts): Throttle {
  const { db, limits, announce } = parts;
  const lines = waitingLines<Answer>({
    staysIn: (answer, key) => answer.outcome === 'full' && key.startsWith(`${answer.scope} `),
    // The limits of an account and of an address do not bind everybody who waits for them.
    isForAll: (answer, key) =>
      answer.outcome === 'limited' &&
      answer.scope === 'account+address' &&
      key.startsWith(`${answer.scope} `),
    discard: (answer) => {
      if (answer.outcome === 'reserved') void settle(answer.place, 'neither', 0).catch(() => {});
    },
  });
  /** Attempts of this process by account and address, from before they ask until they are settled. */
  const underWay = new Map<string, number>();

  async function settle(place: Place, compared: Compared, tookMs: number): Promise<void> {
    switch (compared) {
      case 'right':
        await giveBackAfterSuccess(db, parts, place);
        break;
      case 'wrong':
        await db.transaction(async (tx) => {
          const facts = await turnIntoFailure(tx, parts, { place, tookMs });
          if (facts.length > 0) await announce(tx, facts);
        });
        break;
      case 'neither':
        await giveBack(db, place);
        break;
      default:
        compared satisfies never;
    }
    for (const key of Object.values(keysOf(place))) lines.wake(key);
  }

  async function reserve(
    subject: Subject,
    call: CallScope,
  ): Promise<Exclude<Answer, { outcome: 'full' }>> {
    const keys = keysOfSubject(subject);
    const leftMs = Math.max(0, Math.min(call.deadline - performance.now(), LONGEST_WAIT_MS));
    const ask = () => askForPlace(db, parts, subject, leftMs + COMPARISON_MS);
    let answer = crowded(keys) ?? (await ask());
    while (answer.outcome === 'full') {
      const later = await lines.join(keys[answer.scope], call, ask);
      if (later === undefined) throw unavailable('too many attempts at once: try again');
      answer = later;
    }
    return answer;
  }

  const limitedUntil = (freeAt: number): Refusal => ({
    refused: 'limited',
    freeInMs: Math.max(1000, freeAt - parts.clock.now()),
  });

  /** Where asking would be in vain, or would push in before others who wait. */
  function crowded(keys: Record<Scope, string>): Answer | undefined {
    const pair = 'account+address';
    const atPair = (underWay.get(keys[pair]) ?? 0) > limits.perScope[pair];
    if (atPair || lines.busy(keys[pair])) return { outcome: 'full', scope: pair };
    if (lines.busy(keys.address)) return { outcome: 'full', scope: 'address' };
    return undefined;
  }

  return {
    async guard(subject, call, compare) {
      const key = keysOfSubject(subject)['account+address'];
      underWay.set(key, (underWay.get(key) ?? 0) + 1);
      try {
        const answer = await reserve(subject, call);
        if (answer.outcome === 'limited') return limitedUntil(answer.freeAt);
        if (answer.outcome === 'known') {
          await sameTime(answer.tookMs, call);
          const { pastUntil } = answer;
          return pastUntil === undefined ? { refused: 'known-wrong' } : limitedUntil(pastUntil);
        }
        const { place } = answer;
        const began = performance.now();
        const result = await compareOrGiveBack(place, call, compare);
        await settle(place, result.compared, performance.now() - began);
        const told = result.compared === 'right' || place.pastUntil === undefined;
        return told ? result : limitedUntil(place.pastUntil);
      } finally {
        const left = (underWay.get(key) ?? 1) - 1;
        if (left === 0) underWay.delete(key);
        else underWay.set(key, left);
      }
    },
  };

  async function compareOrGiveBack<R>(
    place: Place,
    { deadline }: CallScope,
    compare: () => Promise<R>,
  ): Promise<R> {
    try {
      // A place that came too late may lapse before the comparison ends.
      if (performance.now() > deadline) throw unavailable('too many attempts at once: try again');
      return await compare();
    } catch (error) {
      await settle(place, 'neither', 0).catch(() => {});
      throw error;
    }
  }
}

/** As long as it took to compare: what is known to be wrong is not to be told by the clock. */
async function sameTime(tookMs: number, { deadline, signal }: CallScope): Promise<void> {
  const leftMs = Math.max(0, Math.min(tookMs, deadline - ANSWER_MS - performance.now()));
  await sleep(leftMs, undefined, { signal }).catch(() => undefined);
}

function keysOfSubject({ account, named = '', address }: Subject): Record<Scope, string> {
  return keysOf({ account, named, address: countedAddress(address) });
}

function keysOf(of: Pick<Place, 'account' | 'named' | 'address'>): Record<Scope, string> {
  const { account, named, address } = of;
  return {
    'account+address': `account+address ${account} ${named} ${address}`,
    address: `address ${address}`,
    account: `account ${account} ${named}`,
  };
}
