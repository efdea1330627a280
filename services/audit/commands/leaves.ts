import { invalidArgument } from '../../../libs/errors/index.js';
import type { Events, RecordedLeaves, Tree } from '../ports.js';

/** Leaves read in one go, and the octets of events in one message. */
const BATCH = 1000;
const MOST_OCTETS = 1 << 20;

/**
 * Leaves by index, from `from` to before `to` (0: all there are when it is asked), with their
 * hashes, in batches.
 * @throws GatepostError INVALID_ARGUMENT for a range outside the record
 */
export function createLeaves(parts: { events: Events; tree: Tree }) {
  return async function* leaves(
    range: { from: number; to: number },
    signal: AbortSignal,
  ): AsyncGenerator<RecordedLeaves> {
    const size = await parts.tree.size();
    const to = range.to === 0 ? size : range.to;
    if (to > size) throw invalidArgument('to', `the record ends at ${size}`);
    if (range.from > to) throw invalidArgument('from', 'after to');
    let from = range.from;
    let next = read(from, to);
    while (from < to && !signal.aborted) {
      const batch = await next;
      from = Math.min(to, from + BATCH);
      // Read ahead while this batch is on its way.
      next = read(from, to);
      next.catch(() => undefined);
      yield* split(batch);
    }
  };

  function read(from: number, to: number): Promise<RecordedLeaves> {
    if (from >= to) return Promise.resolve({ events: [], hashes: [] });
    return parts.events.leaves({ from, to: Math.min(to, from + BATCH) });
  }
}

/** Parts small enough for one message each. */
function* split({ events, hashes }: RecordedLeaves): Generator<RecordedLeaves> {
  let begin = 0;
  let octets = 0;
  for (const [i, { event }] of events.entries()) {
    octets += event.length;
    if (octets > MOST_OCTETS && i > begin) {
      yield { events: events.slice(begin, i), hashes: hashes.slice(begin, i) };
      begin = i;
      octets = event.length;
    }
  }
  if (begin < events.length) yield { events: events.slice(begin), hashes: hashes.slice(begin) };
}
