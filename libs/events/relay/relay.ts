import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type Leadership, type Logger, lead } from '../../pg/index.js';
import { dropDelivered } from './drop-delivered.js';
import { type Feeder, feederOf } from './feed-sink.js';
import { NUMBERED_AT_ONCE, numberEvents } from './number-events.js';
import type { Sink } from './sink.js';
import { createWakeUp, type WakeUp } from './wake-up.js';

/** How long an event waits at most before it is looked for. */
const LOOK_MS = 25;
const DROP_MS = 1000;
/** After a failure a sink is tried again, at first soon. */
const RETRY_MS = { first: 100, longest: 5000 };

export interface RelayParts {
  readonly db: Database;
  /** At least one: the record. */
  readonly sinks: readonly Sink[];
  readonly log: Logger;
  readonly onDelivered?: (sink: string, position: number) => void;
}

export interface Relay {
  readonly leading: boolean;
  close(): Promise<void>;
}

/**
 * Brings the events of a service to its sinks. One replica works, fenced; each sink has a loop and a
 * position of its own, so that one that is down holds up nothing but itself, and the outbox.
 */
export function startRelay(parts: RelayParts): Relay {
  const { db, log } = parts;
  const candidate = lead({ db, name: 'relay', log, run: (leadership) => relay(parts, leadership) });
  return {
    get leading() {
      return candidate.leading;
    },
    close: () => candidate.stop(),
  };
}

async function relay(parts: RelayParts, leadership: Leadership): Promise<void> {
  const { db, sinks } = parts;
  const feeders = await Promise.all(sinks.map((sink) => feederOf({ db, leadership, sink })));
  const numbered = createWakeUp();
  await Promise.all([
    numberLoop(leadership, numbered),
    ...sinks.map((sink, index) =>
      sinkLoop({ parts, leadership, sink, feeder: feeders[index] as Feeder, numbered }),
    ),
    dropLoop(leadership, feeders),
  ]);
}

async function numberLoop(leadership: Leadership, numbered: WakeUp): Promise<void> {
  while (!leadership.signal.aborted) {
    const count = await numberEvents(leadership);
    if (count > 0) numbered.wake();
    if (count < NUMBERED_AT_ONCE) await pause(LOOK_MS, leadership.signal);
  }
}

async function sinkLoop(options: {
  readonly parts: RelayParts;
  readonly leadership: Leadership;
  readonly sink: Sink;
  readonly feeder: Feeder;
  readonly numbered: WakeUp;
}): Promise<void> {
  const { parts, leadership, sink, feeder, numbered } = options;
  const { signal } = leadership;
  let retryMs = 0;
  while (!signal.aborted) {
    const woken = numbered.next();
    try {
      const fed = await feeder.feed(signal);
      if (retryMs > 0) parts.log.info({ sink: sink.name }, 'a sink takes events again');
      retryMs = 0;
      parts.onDelivered?.(sink.name, feeder.position);
      if (!fed) await Promise.race([woken, pause(DROP_MS, signal)]);
    } catch (error) {
      if (signal.aborted) return;
      if (retryMs === 0) parts.log.warn({ err: error, sink: sink.name }, 'a sink takes no events');
      retryMs = Math.min(retryMs * 2 || RETRY_MS.first, RETRY_MS.longest);
      await pause(retryMs, signal);
    }
  }
}

async function dropLoop(leadership: Leadership, feeders: readonly Feeder[]): Promise<void> {
  while (!leadership.signal.aborted) {
    const dropped = await dropDelivered(
      leadership,
      feeders.map(({ position }) => position),
    );
    if (dropped === 0) await pause(DROP_MS, leadership.signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
