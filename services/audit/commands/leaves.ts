import { invalidArgument } from '../../../libs/errors/index.js';
import type { Events, RecordedLeaves, Tree } from '../ports.js';

/** The most leaves read at once. Fewer are read if their events exceed this many octets. */
const BATCH = 1000;
const BATCH_OCTETS = 4 << 20;
/** The most octets of events in one message. */
const MOST_OCTETS = 1 << 20;

/**
 * Leaves by index, from `from` up to but not including `to` (0: all that exist at the start), with their hashes, in
 * batches.
 * @throws GatepostError INVALID_ARGUMENT for a range outside the record
 */
export async function* leaves(
  { events, tree }: { readonly events: Events; readonly tree: Tree },
  range: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): AsyncGenerator<RecordedLeaves> {
  const size = await tree.size();
  const to = range.to === 0 ? size : range.to;
  if (to > size) throw invalidArgument('to', `the record ends at ${size}`);
  if (range.from > to) throw invalidArgument('from', 'after to');
  let from = range.from;
  let count = BATCH;
  let next = read(events, { from, to, count });
  while (from < to && !signal.aborted) {
    const batch = await next;
    from = Math.min(to, from + count);
    count = countAfter(batch, count);
    // Read ahead while this batch is being sent.
    next = read(events, { from, to, count });
    next.catch(() => undefined);
    yield* split(batch);
  }
}

async function read(
  events: Events,
  { from, to, count }: { from: number; to: number; count: number },
): Promise<RecordedLeaves> {
  if (from >= to) return { events: [], hashes: [] };
  return events.leaves({ from, to: Math.min(to, from + count) });
}

function countAfter({ events }: RecordedLeaves, count: number): number {
  const octets = events.reduce((sum, { event }) => sum + event.length, 0);
  if (octets > BATCH_OCTETS) return Math.ceil((count * BATCH_OCTETS) / octets);
  return Math.min(BATCH, count * 2);
}

/** Splits a batch into parts small enough for one message each. */
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
