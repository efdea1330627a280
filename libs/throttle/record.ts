import type { Clock } from '../clock/index.js';
import type { Actor } from '../events/definitions/actor.js';
import type { throttleEvents } from '../events/definitions/throttle.js';
import type { Emitter } from '../events/index.js';
import type { Address } from '../names/address.js';
import type { Database, Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
import type { KeyRing } from '../seal/index.js';
import {
  type AdminParts,
  clearAccount,
  clearAddress,
  listThrottled,
  type Throttled,
  type ThrottleFilter,
} from './administer.js';
import { windowKeys } from './marks.js';
import { sweepThrottle } from './sweep.js';
import { createThrottle, type Throttle } from './throttle.js';
import type { SecretKind, ThrottleFact, ThrottleLimits } from './types.js';

/** The account or address whose failures are cleared. */
export type ThrottleOwner = { readonly account: string } | { readonly address: Address };

/** What an administrator sees of the throttles and may clear. */
export interface ThrottleRecord {
  /** Lists the fullest limits first, at most `size` after `after`, the last of the page before. */
  list(query: { filter: ThrottleFilter; size: number; after?: Throttled }): Promise<Throttled[]>;
  /** Forgets failures, and writes an event if there were any. @returns the number of failures */
  clear(owner: ThrottleOwner, actor: Actor): Promise<number>;
}

interface EventParts {
  readonly emit: Emitter;
  readonly events: ReturnType<typeof throttleEvents>;
}

/**
 * Writes events to the outbox, in the caller's transaction: which limits were reached, and which
 * have room again.
 */
function throttleAnnouncer({ emit, events }: EventParts) {
  return async (tx: Queryable, facts: readonly ThrottleFact[]): Promise<void> => {
    for (const { kind, secret, scope, account, address, named } of facts) {
      await emit(tx, events[kind], {
        ...{ secret, scope },
        ...(account === '' ? {} : { account }),
        ...(address === '' ? {} : { address }),
        ...(named === '' ? {} : { app_password: named }),
      });
    }
  };
}

/** The throttles of a service, in Postgres, for administrators. */
function throttleRecord(
  parts: AdminParts & EventParts & { readonly db: Database },
): ThrottleRecord {
  const { db, emit, events } = parts;
  const announce = throttleAnnouncer(parts);
  return {
    list: (query) => listThrottled(db, parts, query),
    clear: (owner, actor) =>
      db.transaction(async (tx) => {
        const { failures, facts } =
          'account' in owner
            ? await clearAccount(tx, owner.account)
            : await clearAddress(tx, owner.address);
        const whose =
          'account' in owner ? { account: owner.account } : { address: owner.address.text };
        if (failures > 0) await emit(tx, events.cleared, { ...whose, failures, actor });
        await announce(tx, facts);
        return failures;
      }),
  };
}

/**
 * The throttles of a service that keeps secrets, one for each kind of secret, on its database and
 * key ring.
 */
export function serviceThrottles(
  parts: EventParts & {
    readonly db: Database;
    readonly clock: Clock;
    readonly random: Random;
    readonly limits: ThrottleLimits;
    readonly ring: KeyRing;
  },
) {
  const { db, clock, random, limits, ring } = parts;
  const shared = {
    ...{ db, clock, random, limits, announce: throttleAnnouncer(parts) },
    windowKeys: windowKeys((window) => ring.keyedHash(ring.newest, 'throttle-window', window)),
  };
  return {
    of: (secret: SecretKind): Throttle => createThrottle({ ...shared, secret }),
    record: throttleRecord(parts),
    sweep: () => sweepThrottle(shared),
  };
}
