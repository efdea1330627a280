import { type Address, type AddressWords, addressOf } from '../../names/address.js';
import { isInside } from './match.js';
import { HEADER } from './packed-ranges.js';
import type { Policy } from './policy.js';

/**
 * Networks that a rule names together. `examples` has one address for each part that no rule
 * splits.
 */
export interface Network {
  /** Such as `office`; several if no rule tells them apart. */
  readonly names: readonly string[];
  readonly examples: readonly Address[];
}

/** The work is bounded: a document with more edges, sets or examples gets no networks. */
const MOST_EDGES = 1024;
const MOST_SETS = 64;
const MOST_EXAMPLES = 256;

/**
 * The networks of a policy. An address of a network may lie in other networks too. Addresses that
 * lie in the same networks are decided alike, so what holds for the examples holds for the whole
 * network.
 * @returns empty for a document that is too large
 */
export function networksOf(policy: Policy): Network[] {
  const { networks } = policy.described;
  if (networks.length > MOST_SETS) return [];
  const edges = edgesOf(policy);
  if (edges === undefined) return [];
  const examples = networks.map(() => new Map<string, Address>());
  for (const edge of edges) {
    const inside = networks.map((_, set) => isInside(policy, set, edge));
    const key = inside.join();
    inside.forEach((is, set) => {
      if (is) examples[set]?.set(key, edge);
    });
  }
  const count = examples.reduce((sum, { size }) => sum + size, 0);
  if (count > MOST_EXAMPLES) return [];
  return networks.map((names, set) => {
    return { names, examples: [...(examples[set]?.values() ?? [])] };
  });
}

/** Names of the networks that certainly contain an address, as far as rules tell networks apart. */
export function networksAt(policy: Policy, address: AddressWords): string[] {
  const { networks } = policy.described;
  const holding = networks.filter((_, set) => isInside(policy, set, address));
  const out = new Set(
    networks.flatMap((names, set) => (isInside(policy, set, address) ? [] : names)),
  );
  // If a set joins several networks, those that also make up a set without the address are ruled
  // out.
  const sure = holding.map((names) => names.filter((name) => !out.has(name)));
  return [...new Set(sure.filter(({ length }) => length === 1).flat())];
}

/**
 * The first addresses after ::ffff:0:0/96 and 64:ff9b::/96, the ranges that stand for IPv4
 * addresses.
 */
const BEHIND_IPV4 = [addressOf(6, 0, 0, 0x1_0000, 0), addressOf(6, 0x64ff9b, 0, 1, 0)];

/** Every address at which a set begins, or just after which one ended. Undefined: too many. */
function edgesOf({ words, sets, described }: Policy): Address[] | undefined {
  const edges: Address[] = [...BEHIND_IPV4];
  for (let set = 0; set < described.networks.length; set++) {
    const at = words[sets + set] as number;
    const v4 = words[at] as number;
    const v6 = words[at + 1] as number;
    if (edges.length + 2 * (v4 + v6) > MOST_EDGES) return undefined;
    for (let n = 0; n < v4; n++) {
      const first = at + HEADER + 2 * n;
      edges.push(...v4Edges(words[first] as number, words[first + 1] as number));
    }
    for (let n = 0; n < v6; n++) {
      const first = at + HEADER + 2 * v4 + 8 * n;
      edges.push(...v6Edges(words.subarray(first, first + 8)));
    }
  }
  return edges;
}

function v4Edges(first: number, last: number): Address[] {
  const start = addressOf(4, 0, 0, 0, first);
  return last === 0xffff_ffff ? [start] : [start, addressOf(4, 0, 0, 0, last + 1)];
}

function v6Edges(words: Uint32Array): Address[] {
  const [a = 0, b = 0, c = 0, d = 0, ...last] = words;
  const [e, f, g, h] = after(last) ?? [];
  const start = addressOf(6, a, b, c, d);
  if (e === undefined || f === undefined || g === undefined || h === undefined) return [start];
  return [start, addressOf(6, e, f, g, h)];
}

/** The next address; undefined after the last one. */
function after(words: readonly number[]): number[] | undefined {
  const next = [...words];
  for (let n = next.length - 1; n >= 0; n--) {
    if (next[n] !== 0xffff_ffff) {
      next[n] = (next[n] as number) + 1;
      return next;
    }
    next[n] = 0;
  }
  return undefined;
}
