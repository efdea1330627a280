import { invalidArgument } from '../../../libs/errors/index.js';
import { type Filter, withinDomain } from '../core/filter.js';
import type { Events, RecordedEvent, Tree, Wake } from '../ports.js';

/** An event, or a heartbeat without one; `position`: everything up to there was looked at. */
export interface TailStep {
  readonly event?: RecordedEvent;
  readonly position: number;
}

/** Indexes looked at in one go, and events read in one go. */
const WINDOW = 20_000;
const BATCH = 200;

export interface TailParts {
  readonly events: Events;
  readonly tree: Tree;
  readonly wake: Wake;
  readonly heartbeatMs: number;
  /** Never goes back, in ms. */
  readonly monotonic: () => number;
}

/**
 * Events as they are recorded, from the one after `after` on, or from now. Reads no further than its
 * consumer takes. A heartbeat comes when nothing else did for `heartbeatMs`. Ends with `signal`.
 * @throws GatepostError INVALID_ARGUMENT if `after` lies beyond the record
 */
export async function* tail(
  { events, tree, wake, heartbeatMs, monotonic }: TailParts,
  request: { readonly filter: Filter; readonly after: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<TailStep> {
  // What happened when does not matter to who follows what is recorded now.
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
      // Fewer than asked for: there is no other in the window.
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
