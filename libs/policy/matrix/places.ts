import type { CompiledPolicy } from '../compile/compiled.js';
import { exampleOf } from '../verify/cells.js';
import type { Space } from '../verify/situations.js';

/** Addresses that no rule tells apart. */
export interface Place {
  /** Such as `office`, `office and helpdesk`, `anywhere else`. */
  readonly name: string;
  readonly example: string;
  readonly cell: number;
}

/** The places of a policy, those inside its networks first. */
export function placesOf({ policy, cells }: Space): Place[] {
  const sets = policy.rangeSets.map((set) => cells.bitsOf(set));
  const places = new Map<string, Place>();
  for (let cell = 0; cell < cells.starts.length; cell++) {
    const holds = (bits: Uint32Array) => (((bits[cell >>> 5] as number) >>> (cell & 31)) & 1) === 1;
    if (!holds(cells.all)) continue;
    const inside = sets.map(holds);
    const key = inside.join();
    const { text } = exampleOf(cells, cell);
    const known = places.get(key);
    // An IPv4 address is easier to read, and 192.0.2.1 is known as an example address.
    if (known !== undefined && !text.startsWith('192.0.2.')) continue;
    places.set(key, { name: nameOf(policy, inside), example: text, cell });
  }
  const all = [...places.values()];
  return [
    ...all.filter(({ name }) => name !== ELSEWHERE),
    ...all.filter((p) => p.name === ELSEWHERE),
  ];
}

const ELSEWHERE = 'anywhere else';

/** If a rule knows two networks only together, the name says so. */
function nameOf({ rangeSets }: CompiledPolicy, inside: readonly boolean[]): string {
  const names = (index: number) => rangeSets[index]?.names ?? [];
  const out = new Set(rangeSets.flatMap((_, index) => (inside[index] ? [] : names(index))));
  const held = rangeSets.flatMap((_, index) =>
    inside[index] ? [names(index).filter((name) => !out.has(name))] : [],
  );
  const sure = new Set(held.filter(({ length }) => length === 1).flat());
  const either = held
    .filter((some) => !some.some((name) => sure.has(name)))
    .map((some) => some.join(' or '));
  return [...new Set([...sure, ...either])].join(' and ') || ELSEWHERE;
}
