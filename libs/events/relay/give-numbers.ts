import type { Database, Leadership } from '../../pg/index.js';
import { anyToNumber, numberEvents, readNumbered } from './outbox-table.js';
import type { RecentEvents } from './recent-events.js';

const NUMBERED_AT_ONCE = 1000;

/**
 * A scan of only this many ids below the newest is quick, even if a long transaction keeps Postgres
 * from cleaning up. An event that commits with a lower id is found by the full scan.
 */
const IDS_LOOKED_BACK = 20_000;
const LOOK_AT_ALL_MS = 2000;

/** The numbers given so far. */
export interface Numbers {
  /** The highest number known to be given. */
  readonly highest: number;
  /**
   * Numbers a batch of committed events.
   *
   * @returns whether there were any; if so, there may be more
   */
  numberSome(): Promise<boolean>;
}

/** Gives numbers to events, and keeps the newly numbered ones for the sinks. */
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

  async function numberAbove(id: number): Promise<void> {
    if (!(await anyToNumber(db, id))) return;
    const { events, lastId } = await transaction((tx) => numberEvents(tx, id, NUMBERED_AT_ONCE));
    newestId = Math.max(newestId, lastId);
    highest = events.at(-1)?.sequence ?? highest;
    recent.push(events);
  }

  return {
    get highest() {
      return highest;
    },
    async numberSome() {
      const before = highest;
      const now = performance.now();
      if (now < lookAtAllAt) {
        await numberAbove(newestId - IDS_LOOKED_BACK);
      } else {
        await numberAbove(0);
        // Read again in case the answer to a COMMIT was lost: then more numbers were given than we
        // know of.
        highest = await readNumbered(db);
        lookAtAllAt = now + LOOK_AT_ALL_MS;
      }
      return highest > before;
    },
  };
}
