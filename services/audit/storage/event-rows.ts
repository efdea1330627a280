import type { FoundEvent, RecordedEvent } from '../ports.js';

/** The columns of a leaf, joined with its source, that make a RecordedEvent. */
export const EVENT_COLUMNS =
  'leaf.index, source.name as source, leaf.sequence, leaf.event, leaf.salt, leaf.recorded_at';
export const JOIN_SOURCE = 'join source on source.id = leaf.source';

const NOTHING = Buffer.alloc(0);

/** The event of a row of `leaf`. An erased event has an empty payload and salt. */
export function eventOf(row: Record<string, unknown>): RecordedEvent {
  return {
    index: row.index as number,
    source: row.source as string,
    sequence: row.sequence as number,
    event: (row.event as Buffer | null) ?? NOTHING,
    salt: (row.salt as Buffer | null) ?? NOTHING,
    recordedAt: (row.recorded_at as Date).getTime(),
  };
}

/** As eventOf, for a row with its time. */
export function foundEventOf(row: Record<string, unknown>): FoundEvent {
  const event = eventOf(row);
  const time = (row.time as Date | null)?.getTime() ?? 0;
  return { ...event, position: { time, index: event.index } };
}
