import type { CompiledPolicy, RangeSet } from '../compile/compiled.js';
import { type Bits, cellsOf, emptyBits, intersect } from '../verify/bits.js';
import { type Cells, cutCells } from '../verify/cells.js';
import type { Work } from '../verify/work.js';

/**
 * All addresses, in parts that no network of either document splits. A place may consist of several
 * separate ranges.
 */
export interface Places {
  readonly cells: Cells;
  /** The cells of each place, in ascending order. */
  readonly cellsAt: readonly (readonly number[])[];
  /** The places inside the ranges of a set, which must be one of the documents'. */
  within(set: RangeSet): Bits;
  readonly all: Bits;
}

/** @throws TooMuchWork */
export function placesOf(policies: readonly (CompiledPolicy | null)[], work: Work): Places {
  const sets = policies.flatMap((policy) => policy?.rangeSets ?? []);
  const edges = sets.reduce((sum, { v4, v6 }) => sum + v4.length + v6.length, 0);
  work.spend(2000 * edges);
  const cells = cutCells(sets);
  // Sets with equal ranges split nothing more.
  const bits = distinct(sets.map((set) => intersect(cells.all, cells.bitsOf(set))));
  work.spend(20 * bits.length * cells.starts.length);
  const placeOf = new Map<string, number>();
  const cellsAt: number[][] = [];
  for (const cell of cellsOf(cells.all)) {
    const key = bits.map((one) => ((one[cell >>> 5] as number) >>> (cell & 31)) & 1).join('');
    const place = placeOf.get(key) ?? cellsAt.push([]) - 1;
    placeOf.set(key, place);
    cellsAt[place]?.push(cell);
  }
  const within = (inside: Bits) => {
    const made = emptyBits(cellsAt.length);
    cellsAt.forEach(([first], place) => {
      const cell = first as number;
      if (((inside[cell >>> 5] as number) >>> (cell & 31)) & 1) {
        made[place >>> 5] = (made[place >>> 5] as number) | (1 << (place & 31));
      }
    });
    return made;
  };
  return {
    ...{ cells, cellsAt },
    within: (set) => within(cells.bitsOf(set)),
    all: within(cells.all),
  };
}

function distinct(sets: readonly Bits[]): Bits[] {
  return [...new Map(sets.map((bits) => [bits.join(), bits])).values()];
}
