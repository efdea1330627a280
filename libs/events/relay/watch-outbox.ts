import { createWakeSignal } from '../../clock/wake-signal.js';
import type { Log } from '../../log/index.js';
import type { Database } from '../../pg/index.js';
import { MOST_PENDING, PENDING } from '../limit.js';

export interface OutboxWatch {
  /** Whether the outbox is full: then no change that writes an event can be made. */
  readonly full: boolean;
  /** False if events wait and the record has taken none for a minute. */
  readonly recording: boolean;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 2_000;
const STUCK_AFTER_MS = 60_000;
/** The share from which it warns, while there is still time to act. */
const NEARLY = 0.8;

interface Look {
  readonly waiting: number;
  /** The number of the last event that the record has. */
  readonly position: number;
  /** The highest number given. */
  readonly numbered: number;
}

const LOOK = `SELECT (${PENDING}) AS waiting, sequence AS numbered,
  coalesce((SELECT sequence FROM outbox_position WHERE sink = 'record'), sequence) AS position
  FROM outbox_numbered`;

/**
 * Watches how many events wait in a service's outbox. It warns before the outbox is full and when
 * it is: once each time in the log, and in `full`.
 *
 * @param options.pending called with the count at each look
 * @param options.mostPending the same limit as for appendEvents
 * @param options.stuckAfterMs how long the record may take nothing before it is reported; a
 *   minute by default
 */
export function watchOutbox(options: {
  readonly db: Database;
  readonly log: Log;
  readonly pending?: (events: number, most: number) => void;
  readonly mostPending?: number;
  readonly stuckAfterMs?: number;
}): OutboxWatch {
  const { db, log, pending = () => undefined, mostPending = MOST_PENDING } = options;
  const { stuckAfterMs = STUCK_AFTER_MS } = options;
  const over = new AbortController();
  let stage: 'free' | 'nearly' | 'full' = 'free';
  let recorded = { position: -1, since: performance.now() };
  let recording = true;

  /** Whether the record has every numbered event, or took some of them recently. */
  function noteRecording({ position, numbered }: { position: number; numbered: number }): void {
    const now = performance.now();
    if (position !== recorded.position || position >= numbered) recorded = { position, since: now };
    const before = recording;
    recording = now - recorded.since < stuckAfterMs;
    if (recording === before) return;
    if (recording) log.info('the record takes events again', { position });
    else log.error('the record takes no events', { position, numbered });
  }

  async function look(): Promise<void> {
    const { rows } = await db.query<Look>(LOOK, []);
    const [{ waiting, position, numbered } = { waiting: 0, position: 0, numbered: 0 }] = rows;
    noteRecording({ position, numbered });
    pending(waiting, mostPending);
    const before = stage;
    stage = waiting >= mostPending ? 'full' : waiting >= NEARLY * mostPending ? 'nearly' : 'free';
    if (stage === before) return;
    const told = { waiting, mostPending };
    if (stage === 'full') log.error('the outbox is full: nothing is decided', told);
    else if (stage === 'free') log.info('the outbox has room again', told);
    else
      log.warn(before === 'full' ? 'the outbox has room again' : 'the outbox is nearly full', told);
  }

  async function keepLooking(): Promise<void> {
    const wakeSignal = createWakeSignal();
    while (!over.signal.aborted) {
      // If the database cannot be reached, other alarms report that.
      await look().catch(() => undefined);
      await wakeSignal.wait(LOOK_EVERY_MS, over.signal);
    }
  }

  const looking = keepLooking();
  return {
    get full() {
      return stage === 'full';
    },
    get recording() {
      return recording;
    },
    async close() {
      over.abort();
      await looking;
    },
  };
}
