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
   * Numbers what is committed, so much at a time.
   *
   * @returns whether there was anything; then there may be more.
   */
  numberSome(): Promise<boolean>;
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
        // Also where an answer to COMMIT was lost, and there are more numbers than we know of.
        highest = await readNumbered(db);
        lookAtAllAt = now + LOOK_AT_ALL_MS;
      }
      return highest > before;
    },
  };
}
