import { type Address, addressOf } from '../../names/address.js';
import type { Ranges } from '../compile/ranges.js';
import { addRange, type Bits, emptyBits, isEmpty, subtract, unite } from './bits.js';

/**
 * All addresses, cut at every edge of some ranges. No range begins or ends inside a cell, so one
 * address stands for all of the cell. Both families lie on one line, IPv4 first.
 */
export interface Cells {
  /** The first address of each cell, in order. */
  readonly starts: readonly bigint[];
  /** The cells that connections can come from. */
  readonly all: Bits;
  /** Made once for each set; do not change it. */
  bitsOf(ranges: Ranges): Bits;
  /** Whether the ranges contain every IPv4 address, or every IPv6 address. */
  coversFamily(ranges: Ranges): boolean;
}

const V6 = 1n << 32n;
const END = V6 + (1n << 128n);
/**
 * ::ffff:0:0/96 and 64:ff9b::/96: no connection has such an address; it becomes an IPv4 address.
 */
const MAPPED: Edges = [V6 + (0xffffn << 32n), V6 + (0x10000n << 32n)];
const TRANSLATED: Edges = [V6 + (0x64ff9bn << 96n), V6 + (0x64ff9bn << 96n) + (1n << 32n)];
/** Addresses that readers recognise as examples, preferred if the cell holds one. */
const EXAMPLES = [(192n << 24n) + (2n << 8n) + 1n, V6 + (0x20010db8n << 96n) + 1n];

type Edges = readonly [start: bigint, end: bigint];

/** Cuts the address space at the edges of all `sets`. */
export function cutCells(sets: readonly Ranges[]): Cells {
  const starts = new Set([0n, V6, ...MAPPED, ...TRANSLATED]);
  for (const set of sets) {
    for (const [start, end] of edgesOf(set)) {
      starts.add(start);
      if (end < END) starts.add(end);
    }
  }
  const sorted = [...starts].sort((x, y) => (x < y ? -1 : 1));
  const indexes = new Map(sorted.map((start, index) => [start, index]));
  const indexOf = (edge: bigint) => indexes.get(edge) ?? sorted.length;
  const bits = (edges: Iterable<Edges>) => {
    const made = emptyBits(sorted.length);
    for (const [start, end] of edges) addRange(made, indexOf(start), indexOf(end));
    return made;
  };
  const v4 = bits([[0n, V6]]);
  const v6 = bits([
    [V6, MAPPED[0]],
    [MAPPED[1], TRANSLATED[0]],
    [TRANSLATED[1], END],
  ]);
  const known = new Map<Ranges, Bits>();
  const bitsOf = (ranges: Ranges) => {
    const made = known.get(ranges) ?? bits(edgesOf(ranges));
    known.set(ranges, made);
    return made;
  };
  const coversFamily = (ranges: Ranges) => {
    const inside = bitsOf(ranges);
    return [v4, v6].some((family) => isEmpty(subtract(family, inside)));
  };
  return { starts: sorted, all: unite(v4, v6), bitsOf, coversFamily };
}

/** One address of a cell. */
export function exampleOf({ starts }: Cells, cell: number): Address {
  const start = starts[cell] as bigint;
  const end = starts[cell + 1] ?? END;
  const point = EXAMPLES.find((example) => start <= example && example < end) ?? start;
  const word = (shift: bigint) => Number(((point - V6) >> shift) & 0xffffffffn);
  if (point < V6) return addressOf(4, 0, 0, 0, Number(point));
  return addressOf(6, word(96n), word(64n), word(32n), word(0n));
}

function* edgesOf({ v4, v6 }: Ranges): Generator<Edges> {
  for (let i = 0; i < v4.length; i += 2) {
    yield [BigInt(v4[i] as number), BigInt(v4[i + 1] as number) + 1n];
  }
  for (let i = 0; i < v6.length; i += 8) yield [v6Point(v6, i), v6Point(v6, i + 4) + 1n];
}

function v6Point(words: readonly number[], index: number): bigint {
  let value = 0n;
  for (let i = index; i < index + 4; i++) value = (value << 32n) | BigInt(words[i] as number);
  return V6 + value;
}
