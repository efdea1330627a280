import type { CompiledRule } from '../compile/compiled.js';
import { formatSource } from '../compile/merge.js';
import { type Bits, cellsOf, intersect, overlap } from '../verify/bits.js';
import { exampleOf } from '../verify/cells.js';
import type { Space } from '../verify/situations.js';
import type { Warning } from './warning.js';

/** Enough to show that something is wrong; a long document may have very many pairs. */
const MAX_WARNINGS = 100;

/**
 * Pairs of rules for different networks that share addresses and would decide differently there.
 * The order of the rules decides, and whoever named the networks may not know that they overlap.
 */
export function overlappingRules(space: Space, reached: ReadonlySet<number>): Warning[] {
  const { policy, ruleCells, cells, work } = space;
  const placed = policy.rules.flatMap((rule, index) =>
    rule.from !== null && reached.has(index) ? [{ rule, bits: ruleCells[index] as Bits }] : [],
  );
  const warnings: Warning[] = [];
  for (const [index, later] of placed.entries()) {
    for (const earlier of placed.slice(0, index)) {
      work.spend(100 + cells.all.length);
      if (warnings.length === MAX_WARNINGS) return warnings;
      if (!compete(space, earlier.rule, later.rule)) continue;
      if (!overlap(earlier.bits, later.bits)) continue;
      const shared = cellsOf(intersect(earlier.bits, later.bits))[0] as number;
      const { name, file, line, column } = later.rule;
      const winner = `"${earlier.rule.name}" (${formatSource(earlier.rule)})`;
      const where = exampleOf(cells, shared).text;
      const message = `the networks of "${name}" overlap with those of ${winner}, which decides differently, and first, from ${where}`;
      warnings.push({ kind: 'overlapping-ranges', file, line, column, message });
    }
  }
  return warnings;
}

/** Whether both rules could match some login, with different outcomes. */
function compete(space: Space, x: CompiledRule, y: CompiledRule): boolean {
  return (
    x.from !== y.from &&
    (x.services & y.services) !== 0 &&
    shareMembers(space, x, y) &&
    JSON.stringify([x.require, x.deny]) !== JSON.stringify([y.require, y.deny])
  );
}

function shareMembers({ policy, work }: Space, x: CompiledRule, y: CompiledRule): boolean {
  const { memberSets } = policy;
  if (x.who === null || y.who === null || x.who === y.who) return true;
  work.spend(
    10 * ((memberSets[x.who]?.members.length ?? 0) + (memberSets[y.who]?.members.length ?? 0)),
  );
  const members = new Set(memberSets[x.who]?.members);
  return memberSets[y.who]?.members.some((member) => members.has(member)) ?? false;
}
