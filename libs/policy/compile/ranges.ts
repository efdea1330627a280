import type { AddressWords } from '../../names/address.js';
import { parseCidr } from '../../names/cidr.js';

/**
 * A set of addresses as disjoint intervals in ascending order, as one flat array in plain JSON. An
 * IPv4 interval is two words: first and last address. An IPv6 interval is eight: four of the first,
 * four of the last.
 */
export interface Ranges {
  readonly v4: readonly number[];
  readonly v6: readonly number[];
}

type Interval = readonly [low: bigint, high: bigint];

/** The union of canonical CIDRs. Intervals that overlap or touch become one. */
export function unionOf(cidrs: readonly string[]): Ranges {
  const v4: Interval[] = [];
  const v6: Interval[] = [];
  for (const text of cidrs) {
    const cidr = parseCidr(text);
    if (!cidr.ok) throw new Error(`not a canonical range: ${text}`);
    const { family, low, high } = cidr.value;
    (family === 4 ? v4 : v6).push([toBigint(low), toBigint(high)]);
  }
  return {
    v4: merge(v4).flatMap(([low, high]) => [Number(low), Number(high)]),
    v6: merge(v6).flatMap(([low, high]) => [...toWords(low), ...toWords(high)]),
  };
}

function merge(intervals: Interval[]): Interval[] {
  const merged: [bigint, bigint][] = [];
  for (const [low, high] of intervals.sort((x, y) => (x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : 0))) {
    const last = merged.at(-1);
    if (last === undefined || low > last[1] + 1n) merged.push([low, high]);
    else if (high > last[1]) last[1] = high;
  }
  return merged;
}

function toBigint({ a, b, c, d }: AddressWords): bigint {
  return (BigInt(a) << 96n) | (BigInt(b) << 64n) | (BigInt(c) << 32n) | BigInt(d);
}

function toWords(value: bigint): number[] {
  return [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & 0xffffffffn));
}
