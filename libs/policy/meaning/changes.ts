import { INTERACTIVE } from '../verify/situations.js';
import { TooMuchWork, type Work } from '../verify/work.js';
import { type Compared, type Side, sideOf } from './compared.js';
import { KINDS, kindMasks } from './outcomes.js';

/** For each kind of change: which presentations it affects, and where. */
export interface Changes {
  /** The number of values in each dimension: accounts, services, trusts, periods, places. */
  readonly sizes: readonly number[];
  /** For each value of each dimension, what it stands for: indexes into `Compared`. */
  readonly members: readonly (readonly (readonly number[])[])[];
  /** By kind: for each combination of values, the presentations affected, as bits. */
  readonly masks: readonly Uint8Array[];
}

/** Bounds memory. */
const MOST_ROWS = 4_000_000;
const MOST_CELLS = 1_000_000;

/**
 * Finds all connections that are decided differently. Values that change alike are merged: if
 * nothing changes, one value remains in each dimension, however long the documents are.
 *
 * @throws TooMuchWork
 */
export function changesBetween(compared: Compared): Changes {
  const { accounts, services, trusts, periods, places, work } = compared;
  const before = sideOf(compared, compared.pair.before);
  const after = sideOf(compared, compared.pair.after);
  const sizes = [accounts.length, services.length, trusts.length, periods.length];
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > MOST_ROWS) throw new TooMuchWork();
  const rows = new Int32Array(count);
  const table = rowTable(before, after, work);
  let at = 0;
  for (const account of accounts) {
    for (const some of services) {
      for (const held of trusts) {
        const where = { account, services: some, trusts: held };
        const [was, is] = [before.decidedBy(where), after.decidedBy(where)];
        const interactive = (some & INTERACTIVE) !== 0;
        work.spend(300 * periods.length);
        for (const period of periods) {
          const graced = [
            before.hasGrace(account, period),
            after.hasGrace(account, period),
          ] as const;
          rows[at++] = table.rowOf(was, is, interactive, graced);
        }
      }
    }
  }
  const members = [
    ...sizes.map((_, dimension) => alike(rows, sizes, dimension, work)),
    alikePlaces(table.rows, places.cellsAt.length, work),
  ];
  return reduce(rows, sizes, members, table);
}

interface RowTable {
  /** Distinct rows: for each place, the number of the change there. */
  readonly rows: readonly Int32Array[];
  /** By that number and by kind: the presentations. */
  readonly masks: readonly (readonly number[])[];
  /** `graced`: whether the grace period is running, before and after. */
  rowOf(was: number, is: number, interactive: boolean, graced: Graced): number;
}

type Graced = readonly [was: boolean, is: boolean];

function rowTable(before: Side, after: Side, work: Work): RowTable {
  const rows: Int32Array[] = [];
  const byContent = new Map<string, number>();
  const known = new Map<string, number>();
  const masks: (readonly number[])[] = [];
  const pairs = new Map<string, number>();
  const numberOf = (was: number, is: number) => {
    const made = kindMasks(was, is);
    const key = made.join();
    const number = pairs.get(key) ?? masks.push(made) - 1;
    pairs.set(key, number);
    return number;
  };
  numberOf(0, 0);
  const byOutcomes = new Map<number, number>();
  const make = (was: number, is: number, interactive: boolean, [graceWas, graceIs]: Graced) => {
    const x = before.outcomesAt(was, interactive, graceWas);
    const y = after.outcomesAt(is, interactive, graceIs);
    work.spend(50 * x.length);
    return x.map((one, place) => {
      const other = y[place] as number;
      if (one === other) return 0;
      const key = one * 65_536 + other;
      const number = byOutcomes.get(key) ?? numberOf(one, other);
      byOutcomes.set(key, number);
      return number;
    });
  };
  return {
    ...{ rows, masks },
    rowOf(was, is, interactive, graced) {
      const key = `${was} ${is} ${interactive} ${graced}`;
      const seen = known.get(key);
      if (seen !== undefined) return seen;
      const row = make(was, is, interactive, graced);
      const content = row.join();
      const number = byContent.get(content) ?? rows.push(row) - 1;
      byContent.set(content, number);
      known.set(key, number);
      return number;
    },
  };
}

/** Groups the values of one dimension that no row tells apart. */
function alike(
  rows: Int32Array,
  sizes: readonly number[],
  dimension: number,
  work: Work,
): number[][] {
  work.spend(60 * rows.length);
  const inner = sizes.slice(dimension + 1).reduce((product, size) => product * size, 1);
  const size = sizes[dimension] as number;
  const keys = Array.from({ length: size }, () => [] as number[]);
  rows.forEach((row, index) => {
    keys[Math.floor(index / inner) % size]?.push(row);
  });
  return grouped(keys.map((key) => key.join()));
}

function alikePlaces(rows: readonly Int32Array[], count: number, work: Work): number[][] {
  work.spend(60 * rows.length * count);
  return grouped(Array.from({ length: count }, (_, place) => rows.map((row) => row[place]).join()));
}

function grouped(keys: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  keys.forEach((key, index) => {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [index]);
    else known.push(index);
  });
  return [...groups.values()];
}

function reduce(
  rows: Int32Array,
  sizes: readonly number[],
  members: number[][][],
  table: RowTable,
): Changes {
  const reduced = members.map(({ length }) => length);
  const count = reduced.reduce((product, size) => product * size, 1);
  if (count > MOST_CELLS) throw new TooMuchWork();
  const masks = KINDS.map(() => new Uint8Array(count));
  const [accounts = [], services = [], trusts = [], periods = [], places = []] = members;
  const [, S = 1, T = 1, W = 1] = sizes;
  let at = 0;
  for (const [a = 0] of accounts) {
    for (const [s = 0] of services) {
      for (const [t = 0] of trusts) {
        for (const [w = 0] of periods) {
          const row = table.rows[rows[((a * S + s) * T + t) * W + w] as number] as Int32Array;
          for (const [p = 0] of places) {
            const changed = table.masks[row[p] as number] as readonly number[];
            changed.forEach((mask, kind) => {
              (masks[kind] as Uint8Array)[at] = mask;
            });
            at++;
          }
        }
      }
    }
  }
  return { sizes: reduced, members, masks };
}
