import type { LeafRange } from './ranges.js';

/** Ascending indexes as ranges: `[3, 4, 5, 9]` gives 3 to 6 and 9 to 10, with exclusive ends. */
export function rangesOf(indexes: Iterable<number>): LeafRange[] {
  const ranges: { begin: number; end: number }[] = [];
  for (const index of indexes) {
    const last = ranges.at(-1);
    if (last !== undefined && last.end === index) last.end = index + 1;
    else ranges.push({ begin: index, end: index + 1 });
  }
  return ranges;
}

/** `3-5,9`: the form in which an erasure event lists indexes, with inclusive ends. */
export function formatRanges(ranges: readonly LeafRange[]): string {
  return ranges
    .map(({ begin, end }) => (end - begin === 1 ? `${begin}` : `${begin}-${end - 1}`))
    .join(',');
}

/** Reads the output of `formatRanges`; undefined if it is anything else. */
export function parseRanges(text: string): LeafRange[] | undefined {
  const ranges: LeafRange[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [, first, last = first] = /^([0-9]{1,15})(?:-([0-9]{1,15}))?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first)) return undefined;
    ranges.push({ begin: Number(first), end: Number(last) + 1 });
  }
  return ranges;
}

/** The parts of `ranges` that lie in none of `covers`. */
export function subtractRanges(
  ranges: readonly LeafRange[],
  covers: readonly LeafRange[],
): LeafRange[] {
  const rest: LeafRange[] = [];
  const sorted = covers.toSorted((x, y) => x.begin - y.begin);
  let next = 0;
  for (const { begin, end } of ranges.toSorted((x, y) => x.begin - y.begin)) {
    let at = begin;
    for (let i = next; at < end; i++) {
      const cover = sorted[i];
      if (cover === undefined || cover.begin >= end) {
        rest.push({ begin: at, end });
        break;
      }
      // A range that ends before this one begins covers no later range either, if all ranges before
      // it are past.
      if (cover.end <= begin && i === next) next++;
      if (cover.begin > at) rest.push({ begin: at, end: cover.begin });
      at = Math.max(at, cover.end);
    }
  }
  return rest;
}

/** Adds an index to ascending ranges. */
export function extendRanges(ranges: LeafRange[], index: number): void {
  const last = ranges.at(-1);
  if (last?.end === index) ranges[ranges.length - 1] = { begin: last.begin, end: index + 1 };
  else ranges.push({ begin: index, end: index + 1 });
}
