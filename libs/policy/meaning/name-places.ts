import { type Address, addressOf, formatWords } from '../../names/address.js';
import type { RangeSet } from '../compile/compiled.js';
import { type Bits, cellsOf, intersect, isEmpty, subtract, unite } from '../verify/bits.js';
import type { Pair } from './compared.js';
import type { Places } from './places.js';

/** Addresses with a name. */
interface Named {
  readonly name: string;
  readonly places: Bits;
}

/** With more networks than this, pairs are not tried. */
const MOST_PAIRED = 24;
/** The most parts in a phrase; beyond that, ranges are easier to read. */
const MOST_PARTS = 4;

/**
 * Names places by the networks of the documents: `office or vpn`, `outside office`, `office outside
 * desk`. If that is not possible, it lists ranges. Empty for all addresses.
 *
 * @param most how many ranges are listed at most
 */
export function placeNamer({ before, after }: Pair, places: Places) {
  const whole = networksOf([before?.rangeSets ?? [], after?.rangeSets ?? []], places);
  const parts = [...whole, ...(whole.length > MOST_PAIRED ? [] : pairsOf(whole))];
  const known = new Map<string, string | undefined>();
  return (wanted: Bits, most: number): string => {
    if (same(wanted, places.all)) return '';
    const key = wanted.join();
    const named = known.has(key) ? known.get(key) : nameOf(wanted);
    known.set(key, named);
    return named === undefined ? `from ${listRanges(rangesOf(places, wanted), most)}` : named;
  };

  function nameOf(wanted: Bits): string | undefined {
    const rest = subtract(places.all, wanted);
    const direct = coverBy(whole, wanted);
    if (direct !== undefined) return `from ${joined(direct, 'or')}`;
    const without = coverBy(whole, rest);
    if (without !== undefined) return outside(without);
    const composed = coverBy(parts, wanted);
    if (composed !== undefined) return `from ${joined(composed, 'or')}`;
    const others = coverBy(parts, rest);
    return others && outside(others);
  }
}

/** If a rule names several networks together, the phrase says: outside each of them. */
function outside(names: readonly string[]): string {
  return `from outside ${joined(names, 'and').replaceAll(' or ', ' and ')}`;
}

/** Names that together make up exactly the wanted places; the largest first. */
function coverBy(named: readonly Named[], wanted: Bits): string[] | undefined {
  const inside = named.filter(({ places }) => isEmpty(subtract(places, wanted)));
  const names: string[] = [];
  let rest = wanted;
  while (!isEmpty(rest) && names.length < MOST_PARTS) {
    let [best, most] = [inside[0], 0];
    for (const one of inside) {
      const size = cellsOf(intersect(one.places, rest)).length;
      if (size > most) [best, most] = [one, size];
    }
    if (best === undefined || most === 0) return undefined;
    names.push(best.name);
    rest = subtract(rest, best.places);
  }
  return isEmpty(rest) ? names : undefined;
}

/**
 * A network that both documents have gets one name if it is the same in both; else each gets its
 * own.
 */
function networksOf(
  [before, after]: readonly [readonly RangeSet[], readonly RangeSet[]],
  places: Places,
): Named[] {
  const bitsBy = (sets: readonly RangeSet[]) =>
    new Map(sets.map((set) => [set.names.join(' or '), places.within(set)]));
  const [was, is] = [bitsBy(before), bitsBy(after)];
  const named: Named[] = [];
  for (const name of new Set([...is.keys(), ...was.keys()])) {
    const [old, now] = [was.get(name), is.get(name)];
    if (old === undefined || now === undefined || same(old, now)) {
      named.push({ name, places: (now ?? old) as Bits });
      continue;
    }
    named.push(
      { name: `what is new in ${name}`, places: subtract(now, old) },
      { name: `what is no longer in ${name}`, places: subtract(old, now) },
      { name: `${name} as it is now`, places: now },
      { name: `${name} as it was`, places: old },
    );
  }
  return named.filter(({ places: one }) => !isEmpty(one));
}

/** For each two: what one has outside the other, and what they have in common. */
function pairsOf(named: readonly Named[]): Named[] {
  const pairs: Named[] = [];
  named.forEach((one, index) => {
    named.forEach((other, at) => {
      const common = intersect(one.places, other.places);
      if (index === at || isEmpty(common)) return;
      const rest = subtract(one.places, other.places);
      if (!isEmpty(rest)) pairs.push({ name: `${one.name} outside ${other.name}`, places: rest });
      const both = `both ${one.name} and ${other.name}`;
      if (index < at) pairs.push({ name: both, places: common });
    });
  });
  return pairs;
}

/** A range of addresses: the first and the last. */
export interface AddressRange {
  readonly first: Address;
  readonly last: Address;
}

const V6 = 1n << 32n;
const END = V6 + (1n << 128n);

/** Every address of some places, in as few ranges as possible, in ascending order. */
export function rangesOf({ cells, cellsAt }: Places, wanted: Bits): AddressRange[] {
  const { starts } = cells;
  const held = cellsOf(wanted)
    .flatMap((place) => cellsAt[place] ?? [])
    .sort((x, y) => x - y);
  const ranges: [bigint, bigint][] = [];
  for (const cell of held) {
    const start = starts[cell] as bigint;
    const end = starts[cell + 1] ?? END;
    const last = ranges.at(-1);
    if (last?.[1] === start && start !== V6) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges.map(([start, end]) => ({ first: addressAt(start), last: addressAt(end - 1n) }));
}

function addressAt(point: bigint): Address {
  if (point < V6) return addressOf(4, 0, 0, 0, Number(point));
  const word = (shift: bigint) => Number(((point - V6) >> shift) & 0xffffffffn);
  return addressOf(6, word(96n), word(64n), word(32n), word(0n));
}

function listRanges(ranges: readonly AddressRange[], most: number): string {
  const shown = ranges.slice(0, most).map(formatRange);
  const more = ranges.length - shown.length;
  return joined(more > 0 ? [...shown, `${more} more ranges`] : shown, 'or');
}

/** `203.0.113.0/24` if it is one prefix; else the first and the last address. */
export function formatRange({ first, last }: AddressRange): string {
  const [low, high] = [numberOf(first), numberOf(last)];
  if (low === high) return first.text;
  const size = high - low + 1n;
  const isPrefix = (size & (size - 1n)) === 0n && low % size === 0n;
  const bits = (first.family === 4 ? 32 : 128) - (size.toString(2).length - 1);
  return isPrefix ? `${first.text}/${bits}` : `${first.text} to ${formatWords(last)}`;
}

function numberOf({ a, b, c, d }: Address): bigint {
  return [a, b, c, d].reduce((number, word) => (number << 32n) | BigInt(word), 0n);
}

/** `a`, `a or b`, `a, b or c`. */
export function joined(words: readonly string[], word: 'or' | 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`;
}

function same(x: Bits, y: Bits): boolean {
  return isEmpty(subtract(unite(x, y), intersect(x, y)));
}
