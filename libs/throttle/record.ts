import type { Actor } from '../events/definitions/actor.js';
import type { throttleEvents } from '../events/definitions/throttle.js';
import type { Emitter } from '../events/index.js';
import type { Address } from '../names/address.js';
import type { Database, Queryable } from '../pg/index.js';
import {
  type AdminParts,
  clearAccount,
  clearAddress,
  listThrottled,
  type Throttled,
  type ThrottleFilter,
} from './administer.js';
import type { ThrottleFact } from './types.js';

/** Whose failures to forget. */
export type ThrottleOwner = { readonly account: string } | { readonly address: Address };

/** What an administrator sees of a throttle, and may clear. */
export interface ThrottleRecord {
  /** The fullest limits first, at most `size` after `after`, the last of the page before. */
  list(query: { filter: ThrottleFilter; size: number; after?: Throttled }): Promise<Throttled[]>;
  /** Forgets failures; that is an event, if there were any. @returns how many there were */
  clear(owner: ThrottleOwner, actor: Actor): Promise<number>;
}

interface EventParts {
  readonly emit: Emitter;
  readonly events: ReturnType<typeof throttleEvents>;
}

/** Tells the outbox, in the caller's transaction, which limits were reached, and which have room again. */
export function throttleAnnouncer({ emit, events }: EventParts) {
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

/** The throttle of a service, in Postgres, as administrators know it. */
export function throttleRecord(
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
