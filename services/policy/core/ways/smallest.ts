import type { Step, WayIn } from './situation.js';

/** The most ways returned; nobody reads more. */
const MOST = 16;

/**
 * Ways in which every step is necessary, those with the fewest steps first. Ways that differ only in the network become
 * one.
 */
export function smallest(all: Iterable<WayIn>): WayIn[] {
  const ways = new Map<string, { way: WayIn; keys: ReadonlySet<string> }>();
  for (const way of all) {
    const keys = new Set(way.map(keyOf));
    ways.set([...keys].sort().join(), { way, keys });
  }
  const least = [...ways.values()].filter(
    ({ keys }) => ![...ways.values()].some((other) => isSmaller(other.keys, keys)),
  );
  const joined = new Map<string, WayIn>();
  for (const { way } of least) {
    const key = way.map((step) => (step.kind === 'come-from' ? step.kind : keyOf(step))).sort();
    const known = joined.get(key.join());
    joined.set(key.join(), known === undefined ? way : joinNetworks(known, way));
  }
  const rank = (way: WayIn) => Math.max(0, ...way.map(({ kind }) => EASE.indexOf(kind)));
  return [...joined.values()]
    .sort((x, y) => x.length - y.length || rank(x) - rank(y))
    .slice(0, MOST);
}

/** The easiest steps first. */
const EASE: readonly Step['kind'][] = [
  ...(['present', 'sign-in', 'trust', 'create-app-password', 'enrol', 'come-from'] as const),
];

function keyOf(step: Step): string {
  switch (step.kind) {
    case 'present':
    case 'enrol':
      return `${step.kind} ${step.factor}`;
    case 'trust':
      return `${step.kind} ${step.trust}`;
    case 'create-app-password':
    case 'sign-in':
      return step.kind;
    case 'come-from':
      return `${step.kind} ${step.networks.join()}`;
    default:
      return step satisfies never;
  }
}

function isSmaller(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size < other.size && [...one].every((key) => other.has(key));
}

function joinNetworks(one: WayIn, other: WayIn): WayIn {
  const more = other.flatMap((step) => (step.kind === 'come-from' ? step.networks : []));
  return one.map((step) =>
    step.kind === 'come-from'
      ? { ...step, networks: [...new Set([...step.networks, ...more])] }
      : step,
  );
}
