import { abortScope } from '../../clock/index.js';
import { createWakeSignal, type WakeSignal } from '../../clock/wake-signal.js';
import type { Log } from '../../log/index.js';
import { type Database, type Leadership, lead } from '../../pg/index.js';
import { assignSequenceNumbers } from './assign-sequence-numbers.js';
import { deliverAll } from './deliver.js';
import { loadPositions } from './load-positions.js';
import { forgetEvents, readEvents, savePosition } from './outbox-table.js';
import { keepRecent, upToBytes } from './recent-events.js';
import type { NumberedEvent, RelayMetrics, Sink } from './sink.js';
import { skipEvents } from './skip-events.js';

export interface RelayOptions {
  readonly db: Database;
  /**
   * At least one. A sink that is not listed is forgotten; if it is configured again, it begins with
   * the events still in the outbox.
   */
  readonly sinks: readonly Sink[];
  readonly log: Log;
  readonly metrics?: RelayMetrics;
}

export interface Relay {
  /** Looks at once, because something was committed. Otherwise the relay looks every 40 to 100 ms. */
  wake(): void;
  readonly leading: boolean;
  close(): Promise<void>;
}

/**
 * When the relay looks at the outbox again: later after each look that found nothing, so that idling
 * costs little.
 */
const LOOK_AGAIN_MS = { soonest: 40, latest: 100 };
/**
 * Carrying a few events to the sinks costs as much as carrying many. After fewer than
 * ENOUGH_AT_ONCE, the relay waits this long, so that the events that follow go together.
 */
const GATHER_MS = 80;
const ENOUGH_AT_ONCE = 200;
const KEPT = { maxEvents: 5000, maxBytes: 16 << 20 };
const BATCH = { maxEvents: 500, maxBytes: 2 << 20 };
const FORGET_EVERY_MS = 1000;
const FORGOTTEN_AT_ONCE = 5000;
const PAUSE_AFTER_FAILURE_MS = 250;

/**
 * Carries a service's events from its outbox to its sinks. One replica does it at a time, fenced
 * (see `lead`). It numbers committed events without gaps. Each sink gets every event by number, in
 * order, at least once, and independently of the other sinks; a sink with a bound skips events
 * beyond it. An event is deleted once every sink has it or skips it.
 */
export function startRelay(options: RelayOptions): Relay {
  if (options.sinks.length === 0) throw new Error('a relay needs a sink');
  const look = createWakeSignal();
  const candidate = lead({
    db: options.db,
    name: 'relay',
    log: options.log,
    run: (leadership) => relay(options, leadership, look),
  });
  return {
    wake: look.wake,
    get leading() {
      return candidate.leading;
    },
    close: candidate.stop,
  };
}

async function relay(
  options: RelayOptions,
  leadership: Leadership,
  look: WakeSignal,
): Promise<void> {
  const { db, sinks, log, metrics } = options;
  const { transaction } = leadership;
  const over = abortScope({ signals: [leadership.signal] });
  const { signal } = over;
  const { numbered, floor, positions } = await loadPositions({ transaction, sinks, log });
  const recent = keepRecent(KEPT);
  const numbers = assignSequenceNumbers({ db, transaction, recent, highest: numbered });
  const news = sinks.map(createWakeSignal);

  let again = LOOK_AGAIN_MS.soonest;
  async function number(): Promise<void> {
    const before = numbers.highest;
    if (!(await numbers.numberBatch())) {
      await look.wait(again, signal);
      again = Math.min(2 * again, LOOK_AGAIN_MS.latest);
      return;
    }
    again = LOOK_AGAIN_MS.soonest;
    for (const each of news) each.wake();
    if (numbers.highest - before < ENOUGH_AT_ONCE) await look.wait(GATHER_MS, signal);
  }

  async function read(sink: Sink, after: number): Promise<readonly NumberedEvent[]> {
    metrics?.behind(sink.name, numbers.highest - after);
    metrics?.position(sink.name, after);
    if (after >= numbers.highest) return [];
    const limits = { ...BATCH, ...sink };
    const kept = recent.after(after, limits);
    if (kept !== undefined) return kept;
    return upToBytes(await readEvents(db, after, limits.maxEvents), limits.maxBytes);
  }

  let forgotten = floor;
  async function forget(): Promise<void> {
    const delivered = Math.min(...positions.values());
    recent.forget(delivered);
    while (forgotten < delivered && !signal.aborted) {
      const upTo = Math.min(delivered, forgotten + FORGOTTEN_AT_ONCE);
      await transaction((tx) => forgetEvents(tx, forgotten, upTo));
      forgotten = upTo;
    }
    await createWakeSignal().wait(FORGET_EVERY_MS, signal);
  }

  const deliveries = sinks.map((sink, index) =>
    deliverAll({
      sink,
      position: positions.get(sink.name) ?? floor,
      news: news[index] ?? createWakeSignal(),
      ...{ signal, log, metrics },
      skipEvents: async (position) => {
        const { highest } = numbers;
        const next = await skipEvents({ sink, position, highest, transaction, log, metrics });
        positions.set(sink.name, next);
        return next;
      },
      read: (after) => read(sink, after),
      save: async (position) => {
        await transaction((tx) => savePosition(tx, sink.name, position));
        positions.set(sink.name, position);
      },
    }),
  );
  const loops = [...deliveries, repeat(number, signal, log), repeat(forget, signal, log)];
  try {
    await Promise.all(loops);
  } finally {
    over.abort();
    metrics?.left();
    await Promise.allSettled(loops);
  }
}

/** Repeats a step until another replica leads, with a pause after each failure. */
async function repeat(step: () => Promise<void>, signal: AbortSignal, log: Log): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await step();
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      if ((error as { code?: unknown }).code === 'ABORTED') throw error;
      if (!failing) log.warn('the outbox cannot be processed', { error });
      failing = true;
      await createWakeSignal().wait(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }
}
