import type { Work } from '../verify/work.js';

/** Some values of each dimension and some presentations, with all their combinations. */
export interface Box {
  readonly values: readonly (readonly number[])[];
  /** As bits. */
  readonly presentations: number;
}

/**
 * A table over dimensions of these sizes, the last innermost. Its entries are sets of
 * presentations.
 */
export interface Table {
  readonly sizes: readonly number[];
  readonly masks: Uint8Array;
}

/**
 * Covers everything in a table, and nothing else, with few boxes, which may overlap. Each box is as
 * large as possible. The same table always gives the same boxes.
 *
 * @throws TooMuchWork
 */
export function coverWithBoxes(table: Table, work: Work): Box[] {
  const { masks } = table;
  const open = Uint8Array.from(masks);
  const boxes: Box[] = [];
  work.spend(4 * masks.length);
  for (let cell = 0; cell < open.length; cell++) {
    while (open[cell] !== 0) {
      const box = bestAround(table, cell, open, work);
      for (const index of cellsIn(table, box.values)) {
        open[index] = (open[index] as number) & ~box.presentations;
      }
      boxes.push(box);
    }
  }
  return withoutNeedless(table, boxes, work);
}

/** The box, among the largest around a cell, that covers the most of what is still open. */
function bestAround(table: Table, cell: number, open: Uint8Array, work: Work): Box {
  const bit = (open[cell] as number) & -(open[cell] as number);
  const seed: Box = { values: valuesAt(table, cell).map((value) => [value]), presentations: bit };
  let best = seed;
  let most = -1;
  for (let first = 0; first <= table.sizes.length; first++) {
    const box = grow(table, seed, first, work);
    let covered = 0;
    for (const index of cellsIn(table, box.values)) {
      covered += bitCount((open[index] as number) & box.presentations);
    }
    if (covered > most) [best, most] = [box, covered];
  }
  return best;
}

/** Widens one dimension, then always the one that gains most, until none can be widened. */
function grow(table: Table, seed: Box, first: number, work: Work): Box {
  const left = table.sizes.map((_, dimension) => dimension);
  left.push(table.sizes.length);
  let box = widen(table, seed, first, work);
  left.splice(first, 1);
  while (left.length > 0) {
    let [wide, at, most] = [box, 0, 0];
    left.forEach((dimension, index) => {
      const wider = widen(table, box, dimension, work);
      const size = sizeOf(wider);
      if (size > most) [wide, at, most] = [wider, index, size];
    });
    box = wide;
    left.splice(at, 1);
  }
  return box;
}

/** The box with every value of one dimension with which it stays inside the table. */
function widen(table: Table, box: Box, dimension: number, work: Work): Box {
  const { masks, sizes } = table;
  const { values, presentations } = box;
  if (dimension === sizes.length) {
    let all = 255;
    for (const index of cellsIn(table, values)) all &= masks[index] as number;
    work.spend(10 * cellCount(values));
    return { values, presentations: all };
  }
  const own = values[dimension] as readonly number[];
  const others = values.with(dimension, [0]);
  const step = sizes.slice(dimension + 1).reduce((product, size) => product * size, 1);
  const at = cellsIn(table, others);
  const kept: number[] = [];
  for (let value = 0; value < (sizes[dimension] as number); value++) {
    work.spend(10 * at.length);
    const inside =
      own.includes(value) ||
      at.every((index) => {
        return ((masks[index + value * step] as number) & presentations) === presentations;
      });
    if (inside) kept.push(value);
  }
  return { values: values.with(dimension, kept), presentations };
}

/** Removes boxes that other boxes cover together. */
function withoutNeedless(table: Table, boxes: readonly Box[], work: Work): Box[] {
  const times = new Map<number, number>();
  const bitsOf = ({ presentations }: Box) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (presentations >>> bit) & 1);
  const partsOf = (box: Box) => {
    work.spend(100 * sizeOf(box));
    const bits = bitsOf(box);
    return cellsIn(table, box.values).flatMap((index) => bits.map((bit) => 8 * index + bit));
  };
  for (const box of boxes) {
    for (const part of partsOf(box)) times.set(part, (times.get(part) ?? 0) + 1);
  }
  return boxes.filter((box) => {
    const parts = partsOf(box);
    if (parts.some((part) => times.get(part) === 1)) return true;
    for (const part of parts) times.set(part, (times.get(part) ?? 0) - 1);
    return false;
  });
}

function cellsIn({ sizes }: Table, values: readonly (readonly number[])[]): number[] {
  let indexes = [0];
  values.forEach((some, dimension) => {
    const size = sizes[dimension] as number;
    const next: number[] = [];
    for (const index of indexes) for (const value of some) next.push(index * size + value);
    indexes = next;
  });
  return indexes;
}

function valuesAt({ sizes }: Table, cell: number): number[] {
  let rest = cell;
  return sizes
    .toReversed()
    .map((size) => {
      const value = rest % size;
      rest = Math.floor(rest / size);
      return value;
    })
    .toReversed();
}

/** The number of combinations in a box. */
export function sizeOf({ values, presentations }: Box): number {
  return cellCount(values) * bitCount(presentations);
}

function cellCount(values: readonly (readonly number[])[]): number {
  return values.reduce((product, { length }) => product * length, 1);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
