import { createWakeSignal } from '../../clock/wake-signal.js';
import type { Log } from '../../log/index.js';
import type { Database } from '../../pg/index.js';
import { MOST_PENDING, PENDING } from '../limit.js';

export interface OutboxWatch {
  /** As many events wait as may: nothing that has an event can be done. */
  readonly full: boolean;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 2_000;
/** From here on it is told: there is time to do something. */
const NEARLY = 0.8;

/**
 * Watches how many events wait in a service's outbox, and raises the alarm before it is full and when
 * it is: in the log once each time, and in `full`.
 *
 * @param options.pending told at each look
 * @param options.mostPending as of appendEvents
 */
export function watchOutbox(options: {
  readonly db: Database;
  readonly log: Log;
  readonly pending?: (events: number, most: number) => void;
  readonly mostPending?: number;
}): OutboxWatch {
  const { db, log, pending = () => undefined, mostPending = MOST_PENDING } = options;
  const over = new AbortController();
  let stage: 'free' | 'nearly' | 'full' = 'free';

  async function look(): Promise<void> {
    const { rows } = await db.query<{ waiting: number }>(`SELECT (${PENDING}) AS waiting`, []);
    const waiting = rows[0]?.waiting ?? 0;
    pending(waiting, mostPending);
    const before = stage;
    stage = waiting >= mostPending ? 'full' : waiting >= NEARLY * mostPending ? 'nearly' : 'free';
    if (stage === before) return;
    const told = { waiting, mostPending };
    if (stage === 'full') log.error('the outbox is full: nothing is decided any more', told);
    else if (stage === 'free') log.info('the outbox has room again', told);
    else
      log.warn(before === 'full' ? 'the outbox has room again' : 'the outbox is nearly full', told);
  }

  async function keepLooking(): Promise<void> {
    const wakeSignal = createWakeSignal();
    while (!over.signal.aborted) {
      // A database that cannot be asked raises alarms of its own.
      await look().catch(() => undefined);
      await wakeSignal.wait(LOOK_EVERY_MS, over.signal);
    }
  }

  const looking = keepLooking();
  return {
    get full() {
      return stage === 'full';
    },
    async close() {
      over.abort();
      await looking;
    },
  };
}
