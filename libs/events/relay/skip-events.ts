import type { Log } from '../../log/index.js';
import type { Leadership } from '../../pg/index.js';
import { appendEvents } from '../append-events.js';
import { savePosition } from './outbox-table.js';
import type { RelayMetrics, Sink } from './sink.js';

/**
 * The share of the bound that is left waiting, so that one gap event reports many events at once.
 */
const LEFT = 0.9;

/**
 * Skips the oldest events of a sink that is too far behind. The event that reports the gap is
 * written in the same transaction, so that the record shows what is missing.
 *
 * @param position the number of the last event that the sink has
 * @param highest the highest number assigned
 * @returns the sink's new position
 */
export async function skipEvents(options: {
  readonly sink: Sink;
  readonly position: number;
  readonly highest: number;
  readonly transaction: Leadership['transaction'];
  readonly log: Log;
  readonly metrics: RelayMetrics | undefined;
}): Promise<number> {
  const { sink, position, highest, transaction, log, metrics } = options;
  const { bound } = sink;
  if (bound === undefined || highest - position <= bound.mostBehind) return position;
  const last = highest - Math.floor(bound.mostBehind * LEFT);
  const gap = { first: position + 1, last };
  await transaction(async (tx) => {
    await savePosition(tx, sink.name, last);
    // Skipping makes room, so the gap event may exceed the limit.
    await appendEvents(tx, [bound.gapEvent(gap)], { mostPending: Number.MAX_SAFE_INTEGER });
  });
  log.error('the sink was unavailable for too long and does not get these events', {
    sink: sink.name,
    ...gap,
  });
  metrics?.dropped(sink.name, last - position);
  return last;
}
