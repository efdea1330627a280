import type { Log } from '../../log/index.js';
import type { Leadership } from '../../pg/index.js';
import { appendEvents } from '../append-events.js';
import { savePosition } from './outbox-table.js';
import type { RelayMetrics, Sink } from './sink.js';

/** Of what may wait, how much is left waiting: one gap is told of many events, and not one an event. */
const LEFT = 0.9;

/**
 * Moves a sink that is too far behind on, past its oldest events, in one transaction with the event
 * that says so: what is missing is known from the record.
 *
 * @param position the number of the last event that it has
 * @param highest the highest number given
 * @returns its position from now on
 */
export async function passOver(options: {
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
    // It makes room, so that it may go in where there is none.
    await appendEvents(tx, [bound.gapEvent(gap)], { mostPending: Number.MAX_SAFE_INTEGER });
  });
  log.error('the sink was away for too long: it does not get these events', {
    sink: sink.name,
    ...gap,
  });
  metrics?.dropped(sink.name, last - position);
  return last;
}
