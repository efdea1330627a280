import type { Database, Leadership } from '../../pg/index.js';
import { anyToNumber, numberEvents, readNumbered } from './outbox-table.js';
import type { RecentEvents } from './recent-events.js';

const NUMBERED_AT_ONCE = 1000;

/**
 * A scan of only this many ids below the newest is quick, even if a long transaction keeps Postgres
 * from cleaning up. An event that commits with a lower id is found by the full scan.
 */
const IDS_SCANNED_BACK = 20_000;
const FULL_SCAN_MS = 2000;

/** The sequence numbers assigned so far. */
export interface SequenceNumbers {
  /** The highest number known to be assigned. */
  readonly highest: number;
  /**
   * Numbers a batch of committed events.
   *
   * @returns whether there were any; if so, there may be more
   */
  numberBatch(): Promise<boolean>;
}

/** Assigns sequence numbers to events, and keeps the newly numbered ones for the sinks. */
export function assignSequenceNumbers(options: {
  readonly db: Database;
  readonly transaction: Leadership['transaction'];
  readonly recent: RecentEvents;
  readonly highest: number;
}): SequenceNumbers {
  const { db, transaction, recent } = options;
  let { highest } = options;
  let newestId = 0;
  let fullScanAt = 0;

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
    async numberBatch() {
      const before = highest;
      const now = performance.now();
      if (now < fullScanAt) {
        await numberAbove(newestId - IDS_SCANNED_BACK);
      } else {
        await numberAbove(0);
        // Read again in case the answer to a COMMIT was lost: then more numbers were given than we
        // know of.
        highest = await readNumbered(db);
        fullScanAt = now + FULL_SCAN_MS;
      }
      return highest > before;
    },
  };
}
