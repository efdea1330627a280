import { abortScope } from '../../clock/index.js';
import { createWakeSignal, type WakeSignal } from '../../clock/wake-signal.js';
import type { Log } from '../../log/index.js';
import { type Database, type Leadership, lead } from '../../pg/index.js';
import { deliverAll } from './deliver.js';
import { giveNumbers } from './give-numbers.js';
import { forgetEvents, readEvents, savePosition } from './outbox-table.js';
import { passOver } from './pass-over.js';
import { keepRecent, upToBytes } from './recent-events.js';
import type { NumberedEvent, RelayMetrics, Sink } from './sink.js';
import { takeStock } from './take-stock.js';

export interface RelayOptions {
  readonly db: Database;
  /** At least one. What is left out is forgotten; configured again, it begins with what is there. */
  readonly sinks: readonly Sink[];
  readonly log: Log;
  readonly metrics?: RelayMetrics;
}

export interface Relay {
  /** Look at once: something was committed. Without it, the relay looks every 40 ms. */
  wake(): void;
  readonly leading: boolean;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 40;
/** A few events cost the way to the sinks as much as many do: after a few, those of so long go together. */
const GATHER_MS = 80;
const ENOUGH_AT_ONCE = 200;
const KEPT = { maxEvents: 5000, maxBytes: 16 << 20 };
const BATCH = { maxEvents: 500, maxBytes: 2 << 20 };
const FORGET_EVERY_MS = 1000;
const FORGOTTEN_AT_ONCE = 5000;
const PAUSE_AFTER_FAILURE_MS = 250;

/**
 * Brings a service's events from its outbox to its sinks. Of all replicas one does it, fenced (see
 * `lead`): it numbers what is committed, without gaps, and each sink gets every event by number, in
 * order, at least once, and independently of the others. A sink with a bound does not get what is beyond
 * it. An event is deleted once all have it, or do not get it.
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
  const { numbered, floor, positions } = await takeStock({ transaction, sinks, log });
  const recent = keepRecent(KEPT);
  const numbers = giveNumbers({ db, transaction, recent, highest: numbered });
  const news = sinks.map(createWakeSignal);

  async function number(): Promise<void> {
    const before = numbers.highest;
    if (!(await numbers.numberSome())) return look.wait(LOOK_EVERY_MS, signal);
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
      passOver: async (position) => {
        const { highest } = numbers;
        const next = await passOver({ sink, position, highest, transaction, log, metrics });
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

/** Takes a step over and over, after a pause where it failed; until another leads. */
async function repeat(step: () => Promise<void>, signal: AbortSignal, log: Log): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await step();
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      if ((error as { code?: unknown }).code === 'ABORTED') throw error;
      if (!failing) log.warn('the outbox cannot be worked on', { error });
      failing = true;
      await createWakeSignal().wait(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }
}
