import { ALL_SERVICES, serviceBit, servicesOf } from '../../names/services.js';
import type { CompiledRule } from '../compile/compiled.js';
import { formatSource } from '../compile/merge.js';
import { factorsOf } from '../language/words.js';
import { type Bits, cellsOf, intersect, overlap } from '../verify/bits.js';
import { exampleOf } from '../verify/cells.js';
import { applies, type Situation, type Space, situationsOf } from '../verify/situations.js';
import type { Warning } from './warning.js';

const ADMIN = serviceBit('WebAdminUI');

/**
 * Finds rules that lose logins to an earlier rule without services although they were clearly meant
 * for them: logins with an app password that the earlier rule does not accept, or logins to an
 * administrators' page that the earlier rule lets in with less.
 */
export function takenEarlier(space: Space): Warning[] {
  const { rules } = space.policy;
  const pairs = pairsToLookAt(rules);
  if (pairs.length === 0) return [];
  const found = new Map<number, Warning>();
  for (const situation of situationsOf(space)) {
    space.work.spend(pairs.length);
    for (const [earlier, later] of pairs) {
      if (found.has(later)) continue;
      const where = sharedAddress(space, situation, earlier, later);
      if (where === undefined || !isMeant(rules, earlier, later, situation.services)) continue;
      found.set(later, warningOf(rules, earlier, later, situation, where));
    }
  }
  return [...found.values()];
}

type Pair = readonly [earlier: number, later: number];

function pairsToLookAt(rules: readonly CompiledRule[]): Pair[] {
  return rules.flatMap((later, index) =>
    later.services === ALL_SERVICES
      ? []
      : rules.slice(0, index).flatMap((earlier, before): Pair[] => {
          const open = earlier.services === ALL_SERVICES && earlier.require !== null;
          return open && isMeant(rules, before, index, later.services) ? [[before, index]] : [];
        }),
  );
}

function isMeant(
  rules: readonly CompiledRule[],
  before: number,
  index: number,
  services: number,
): boolean {
  const earlier = rules[before]?.require ?? [];
  const later = rules[index]?.require ?? [];
  if (later.includes('app-password') && !earlier.includes('app-password')) return true;
  const isForAdmins = ((rules[index]?.services ?? 0) & services & ADMIN) !== 0;
  return isForAdmins && later.length > 0 && earlier.some((one) => !isEnough(one, later));
}

/** Whether factors that satisfy `one` also satisfy one of the others. */
function isEnough(one: string, others: readonly string[]): boolean {
  const factors: readonly string[] = factorsOf(one as Parameters<typeof factorsOf>[0]);
  return others.some((other) =>
    factorsOf(other as Parameters<typeof factorsOf>[0]).every((f) => factors.includes(f)),
  );
}

/**
 * An address of a login that the earlier rule decides and that the later one would have matched.
 */
function sharedAddress(
  space: Space,
  situation: Situation,
  earlier: number,
  later: number,
): string | undefined {
  const { policy, ruleCells, cells } = space;
  const part = situation.decided.find(({ rule }) => rule === earlier);
  if (part === undefined || !applies(policy, policy.rules[later], situation)) return undefined;
  space.work.spend(cells.all.length);
  const wanted = ruleCells[later] as Bits;
  if (!overlap(part.cells, wanted)) return undefined;
  return exampleOf(cells, cellsOf(intersect(part.cells, wanted))[0] as number).text;
}

function warningOf(
  rules: readonly CompiledRule[],
  before: number,
  index: number,
  { services }: Situation,
  where: string,
): Warning {
  const earlier = rules[before] as CompiledRule;
  const { name, file, line, column, services: own } = rules[index] as CompiledRule;
  const service = servicesOf(services & own)[0];
  const first = `"${earlier.name}" (${formatSource(earlier)})`;
  const message = `${first} comes first and takes logins that "${name}" is for, such as ${service} from ${where}: put "${name}" before it, or name its services`;
  return { kind: 'taken-earlier', file, line, column, message };
}
