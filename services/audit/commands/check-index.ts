import { isMisindexed } from '../core/compare-index.js';
import type { Events, Tree } from '../ports.js';

const BATCH = 1000;

export interface IndexPart {
  /** Every leaf before this one was compared. */
  readonly next: number;
  readonly differing: readonly number[];
  readonly miscounted: readonly string[];
}

/**
 * Compares the search columns with the events themselves. The tree proves the events. But someone who can write to the
 * database could keep a search from finding an event, or a gap from showing.
 */
export async function* checkIndex(
  { events, tree }: { readonly events: Events; readonly tree: Tree },
  begin: number,
  signal: AbortSignal,
): AsyncGenerator<IndexPart> {
  const size = await tree.size();
  for (let from = begin; from < size && !signal.aborted; from += BATCH) {
    const next = Math.min(size, from + BATCH);
    const batch = await events.indexed({ from, to: next });
    yield { next, differing: batch.filter(isMisindexed).map(({ index }) => index), miscounted: [] };
  }
  yield { next: size, differing: [], miscounted: begin === 0 ? await events.miscounted() : [] };
}
