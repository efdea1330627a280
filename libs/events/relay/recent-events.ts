import type { NumberedEvent } from './sink.js';

export interface BatchLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/** The events numbered last, so that sinks which keep up need not read them again. */
export interface RecentEvents {
  /** Takes events by number; those kept are forgotten if these do not follow on them. */
  push(events: readonly NumberedEvent[]): void;
  /** The events after a number; undefined where the first of them is not kept (any more). */
  after(sequence: number, limits: BatchLimits): NumberedEvent[] | undefined;
  /** Lets go of the events up to a number: every sink has them. */
  forget(upTo: number): void;
}

/** An empty buffer of recent events, which never exceeds `kept`. The oldest events leave first. */
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

/** The beginning of a batch that is within `maxBytes`, but at least one event. */
export function upToBytes(events: NumberedEvent[], maxBytes: number): NumberedEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, index) => {
    bytes += event.bytes.length;
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? events : events.slice(0, end);
}
