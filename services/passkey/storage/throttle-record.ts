import type { Database, Queryable } from '../../../libs/pg/index.js';
import {
  clearAccount,
  clearAddress,
  listThrottled,
  type ThrottleFact,
  type ThrottleLimits,
} from '../../../libs/throttle/index.js';
import type { PasskeyEvent } from '../core/events.js';
import type { Clock, ThrottleRecord } from '../ports.js';

/** What the throttle keeps, in Postgres. */
export function throttleRecord(parts: {
  readonly db: Database;
  readonly clock: Clock;
  readonly limits: ThrottleLimits;
  readonly append: (tx: Queryable, event: PasskeyEvent) => Promise<void>;
  readonly announce: (tx: Queryable, facts: readonly ThrottleFact[]) => Promise<void>;
}): ThrottleRecord {
  const { db, append, announce } = parts;
  return {
    list: (query) => listThrottled(db, parts, query),
    clear: (owner, event) =>
      db.transaction(async (tx) => {
        const { failures, facts } =
          'account' in owner
            ? await clearAccount(tx, owner.account)
            : await clearAddress(tx, owner.address);
        if (failures > 0) await append(tx, event(failures));
        await announce(tx, facts);
        return failures;
      }),
  };
}
