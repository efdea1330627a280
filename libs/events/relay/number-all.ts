import type { Database, Leadership } from '../../pg/index.js';
import { anyToNumber, numberEvents, readNumbered } from './outbox-table.js';
import type { RecentEvents } from './recent-events.js';

const NUMBERED_AT_ONCE = 1000;

/**
 * A look at ids down to so far below the newest is quick even where a long transaction keeps Postgres
 * from cleaning up; what commits with a lower one is found by the look at all.
 */
const IDS_LOOKED_BACK = 20_000;
const LOOK_AT_ALL_MS = 2000;

/** How far the numbers go. */
export interface Numbers {
  /** The highest number given, as far as is known. */
  readonly highest: number;
  /**
   * Numbers all that is committed.
   *
   * @returns whether there was anything.
   */
  numberAll(): Promise<boolean>;
}

/** Gives numbers, and keeps what got them for the sinks. */
export function giveNumbers(options: {
  readonly db: Database;
  readonly transaction: Leadership['transaction'];
  readonly recent: RecentEvents;
  readonly highest: number;
}): Numbers {
  const { db, transaction, recent } = options;
  let { highest } = options;
  let newestId = 0;
  let lookAtAllAt = 0;

  async function numberSome(above: number): Promise<boolean> {
    if (!(await anyToNumber(db, above))) return false;
    const { events, lastId } = await transaction((tx) => numberEvents(tx, above, NUMBERED_AT_ONCE));
    newestId = Math.max(newestId, lastId);
    highest = events.at(-1)?.sequence ?? highest;
    recent.push(events);
    return true;
  }

  return {
    get highest() {
      return highest;
    },
    async numberAll() {
      const before = highest;
      const now = performance.now();
      const atAll = now >= lookAtAllAt;
      while (await numberSome(atAll ? 0 : newestId - IDS_LOOKED_BACK));
      if (atAll) {
        // Also where an answer to COMMIT was lost, and there are more numbers than we know of.
        highest = await readNumbered(db);
        lookAtAllAt = now + LOOK_AT_ALL_MS;
      }
      return highest > before;
    },
  };
}
