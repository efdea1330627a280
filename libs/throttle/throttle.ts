import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../errors/index.js';
import { countedAddress } from '../names/counted-address.js';
import type { Database, Queryable } from '../pg/index.js';
import {
  type Answer,
  askForSlot,
  giveBack,
  giveBackAfterSuccess,
  type SlotParts,
  turnIntoFailure,
} from './slots.js';
import type { CallScope, Refusal, Scope, Slot, Subject, ThrottleFact } from './types.js';
import { ANSWER_MS, waitQueues } from './wait-queues.js';

/**
 * The result of a comparison.
 * - `right`: the address is now usual for the account
 * - `wrong`: counts as a failure
 * - `neither`: nothing was compared, or the result changes nothing
 */
export type Compared = 'right' | 'wrong' | 'neither';

export interface Throttle {
  /**
   * Takes a slot, runs `compare`, and settles the slot by its result. So no more secrets are
   * compared than the limits allow, however many processes run at the same time.
   *
   * If `compare` throws, it counts as not compared, and the error is passed on. `compare` keeps
   * running when the caller has gone, and must end within the lifetime of a slot: 30 s after the
   * deadline.
   *
   * At an address that is usual for the account but past its own limit, any result other than
   * `right` is answered `limited`, after the same time.
   *
   * @returns what `compare` resolved to; or a refusal: nothing was compared, or the result is
   *   withheld
   * @throws GatepostError UNAVAILABLE if others held all slots until the deadline
   */
  guard<R extends { readonly compared: Compared }>(
    subject: Subject,
    call: CallScope,
    compare: () => Promise<R>,
  ): Promise<R | Refusal>;
}

export interface ThrottleParts extends SlotParts {
  readonly db: Pick<Database, 'query' | 'transaction'>;
  /** Writes the facts in the transaction of the change they report. */
  readonly announce: (tx: Queryable, facts: readonly ThrottleFact[]) => Promise<void>;
}

/** A comparison begins at the deadline at the latest, and lasts at most this long. */
const COMPARISON_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * A throttle over the tables of `libs/kit/migrations`. All processes on one database share its
 * limits.
 */
export function createThrottle(parts: ThrottleParts): Throttle {
  const { db, limits, announce } = parts;
  const queues = waitQueues<Answer>({
    staysIn: (answer, key) => answer.outcome === 'full' && key.startsWith(`${answer.scope} `),
    // The limits of an account and of an address do not bind everyone who waits for them.
    isForAll: (answer, key) =>
      answer.outcome === 'limited' &&
      answer.scope === 'account+address' &&
      key.startsWith(`${answer.scope} `),
    discard: (answer) => {
      if (answer.outcome === 'reserved') void settle(answer.slot, 'neither', 0).catch(() => {});
    },
  });
  /**
   * Attempts of this process by account and address, counted from before they ask until they are
   * settled.
   */
  const inProgress = new Map<string, number>();

  async function settle(slot: Slot, compared: Compared, tookMs: number): Promise<void> {
    switch (compared) {
      case 'right':
        await giveBackAfterSuccess(db, parts, slot);
        break;
      case 'wrong':
        await db.transaction(async (tx) => {
          const facts = await turnIntoFailure(tx, parts, { slot, tookMs });
          if (facts.length > 0) await announce(tx, facts);
        });
        break;
      case 'neither':
        await giveBack(db, slot);
        break;
      default:
        compared satisfies never;
    }
    for (const key of Object.values(keysOf(slot))) queues.wake(key);
  }

  async function reserve(
    subject: Subject,
    call: CallScope,
  ): Promise<Exclude<Answer, { outcome: 'full' }>> {
    const keys = keysOfSubject(subject);
    const leftMs = Math.max(0, Math.min(call.deadline - performance.now(), LONGEST_WAIT_MS));
    const ask = () => askForSlot(db, parts, subject, leftMs + COMPARISON_MS);
    let answer = crowded(keys) ?? (await ask());
    while (answer.outcome === 'full') {
      const later = await queues.join(keys[answer.scope], call, ask);
      if (later === undefined) throw unavailable('too many attempts at once: try again');
      answer = later;
    }
    return answer;
  }

  const limitedUntil = (freeAt: number): Refusal => ({
    refused: 'limited',
    freeInMs: Math.max(1000, freeAt - parts.clock.now()),
  });

  /** The answer if asking would be useless, or would overtake others who wait. */
  function crowded(keys: Record<Scope, string>): Answer | undefined {
    const pair = 'account+address';
    const atPair = (inProgress.get(keys[pair]) ?? 0) > limits.perScope[pair];
    if (atPair || queues.busy(keys[pair])) return { outcome: 'full', scope: pair };
    if (queues.busy(keys.address)) return { outcome: 'full', scope: 'address' };
    return undefined;
  }

  return {
    async guard(subject, call, compare) {
      const key = keysOfSubject(subject)['account+address'];
      inProgress.set(key, (inProgress.get(key) ?? 0) + 1);
      try {
        const answer = await reserve(subject, call);
        if (answer.outcome === 'limited') return limitedUntil(answer.freeAt);
        if (answer.outcome === 'known') {
          await sameTime(answer.tookMs, call);
          const { pastUntil } = answer;
          return pastUntil === undefined ? { refused: 'known-wrong' } : limitedUntil(pastUntil);
        }
        const { slot } = answer;
        const began = performance.now();
        const result = await compareOrGiveBack(slot, call, compare);
        await settle(slot, result.compared, performance.now() - began);
        const told = result.compared === 'right' || slot.pastUntil === undefined;
        return told ? result : limitedUntil(slot.pastUntil);
      } finally {
        const left = (inProgress.get(key) ?? 1) - 1;
        if (left === 0) inProgress.delete(key);
        else inProgress.set(key, left);
      }
    },
  };

  async function compareOrGiveBack<R>(
    slot: Slot,
    { deadline }: CallScope,
    compare: () => Promise<R>,
  ): Promise<R> {
    try {
      // A slot that was given too late may expire before the comparison ends.
      if (performance.now() > deadline) throw unavailable('too many attempts at once: try again');
      return await compare();
    } catch (error) {
      await settle(slot, 'neither', 0).catch(() => {});
      throw error;
    }
  }
}

/**
 * Waits as long as the comparison took, so that timing does not show that a secret is known to be
 * wrong.
 */
async function sameTime(tookMs: number, { deadline, signal }: CallScope): Promise<void> {
  const leftMs = Math.max(0, Math.min(tookMs, deadline - ANSWER_MS - performance.now()));
  await sleep(leftMs, undefined, { signal }).catch(() => undefined);
}

function keysOfSubject({ account, named = '', address }: Subject): Record<Scope, string> {
  return keysOf({ account, named, address: countedAddress(address) });
}

function keysOf(of: Pick<Slot, 'account' | 'named' | 'address'>): Record<Scope, string> {
  const { account, named, address } = of;
  return {
    'account+address': `account+address ${account} ${named} ${address}`,
    address: `address ${address}`,
    account: `account ${account} ${named}`,
  };
}
