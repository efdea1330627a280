import type { NumberedEvent } from './sink.js';

export interface BatchLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/** The events numbered last, kept so that sinks which keep up need not read them again. */
export interface RecentEvents {
  /** Adds events by number. If they do not follow the kept ones, those are forgotten. */
  push(events: readonly NumberedEvent[]): void;
  /** The events after a number; undefined if the first of them is not kept. */
  after(sequence: number, limits: BatchLimits): NumberedEvent[] | undefined;
  /** Forgets the events up to a number, which every sink has. */
  forget(upTo: number): void;
}

/**
 * An empty buffer of recent events that never exceeds `kept`. The oldest events are dropped first.
 */
export function keepRecent(kept: BatchLimits): RecentEvents {
  let events: NumberedEvent[] = [];
  let bytes = 0;
  const drop = (count: number) => {
    for (const event of events.slice(0, count)) bytes -= event.bytes.length;
    events = events.slice(count);
  };
  return {
    push(added) {
      const last = events.at(-1)?.sequence;
      if (last !== undefined && added[0]?.sequence !== last + 1) {
        events = [];
        bytes = 0;
      }
      events.push(...added);
      for (const event of added) bytes += event.bytes.length;
      let count = 0;
      let left = bytes;
      while (events.length - count > kept.maxEvents || left > kept.maxBytes) {
        left -= events[count]?.bytes.length ?? 0;
        count += 1;
      }
      if (count > 0) drop(count);
    },
    after(sequence, limits) {
      const first = events[0];
      if (first === undefined || sequence < first.sequence - 1) return undefined;
      const from = sequence - first.sequence + 1;
      return upToBytes(events.slice(from, from + limits.maxEvents), limits.maxBytes);
    },
    forget(upTo) {
      const count = events.findIndex(({ sequence }) => sequence > upTo);
      drop(count === -1 ? events.length : count);
    },
  };
}

/** The start of a batch up to `maxBytes`, but at least one event. */
export function upToBytes(events: NumberedEvent[], maxBytes: number): NumberedEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, index) => {
    bytes += event.bytes.length;
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? events : events.slice(0, end);
}
