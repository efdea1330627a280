import { invalidArgument } from '../../../libs/errors/index.js';
import { type Filter, withinDomain } from '../core/filter.js';
import type { Events, RecordedEvent, Tree, Wake } from '../ports.js';

/** An event, or a heartbeat without one. Everything up to `position` has been examined. */
export interface TailStep {
  readonly event?: RecordedEvent;
  readonly position: number;
}

/** How many indexes are examined at once, and how many events are read at once. */
const WINDOW = 20_000;
const BATCH = 200;

export interface TailParts {
  readonly events: Events;
  readonly tree: Tree;
  readonly wake: Wake;
  readonly heartbeatMs: number;
  /** A monotonic clock, in ms. */
  readonly monotonic: () => number;
}

/**
 * Events as they are recorded, starting after `after`, or from now. Reads no further than its consumer takes. Sends a
 * heartbeat when nothing else was sent for `heartbeatMs`. Ends with `signal`.
 * @throws GatepostError INVALID_ARGUMENT if `after` lies beyond the record
 */
export async function* tail(
  { events, tree, wake, heartbeatMs, monotonic }: TailParts,
  request: { readonly filter: Filter; readonly after: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<TailStep> {
  // The time of an event does not matter to a caller who follows what is recorded now.
  const { since: _, until: __, ...lasting } = request.filter;
  const filter = withinDomain(lasting);
  let mark = wake.mark();
  let size = await tree.size();
  let position = request.after ?? size - 1;
  if (position >= size) throw invalidArgument('after', `the record ends before ${position}`);
  let spoke = monotonic();
  while (!signal.aborted) {
    while (position < size - 1) {
      const to = Math.min(size, position + 1 + WINDOW);
      const found = await events.following({ filter, from: position + 1, to, limit: BATCH });
      for (const event of found) {
        yield { event, position: event.index };
        spoke = monotonic();
      }
      // Fewer events than asked for, so the window has no others.
      position = found.length < BATCH ? to - 1 : (found.at(-1) as RecordedEvent).index;
      if (monotonic() - spoke >= heartbeatMs) break;
    }
    if (monotonic() - spoke >= heartbeatMs) {
      yield { position };
      spoke = monotonic();
    }
    if (position >= size - 1) {
      const ms = Math.max(0, spoke + heartbeatMs - monotonic());
      await wake.wait({ since: mark, ms, signal });
    }
    mark = wake.mark();
    size = await tree.size();
  }
}
