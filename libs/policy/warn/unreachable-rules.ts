import type { CompiledRule } from '../compile/compiled.js';
import { formatSource } from '../compile/merge.js';
import { type Bits, isEmpty, overlap } from '../verify/bits.js';
import { applies, type Space, situationsOf } from '../verify/situations.js';
import type { Warning } from './warning.js';

/** The rules that no login ever reaches, and which rules take their logins. */
export function unreachableRules(space: Space, reached: ReadonlySet<number>): Warning[] {
  const { rules } = space.policy;
  const shadows = new Map<number, Set<number>>();
  rules.forEach((_, index) => {
    if (!reached.has(index)) shadows.set(index, new Set());
  });
  if (shadows.size === 0) return [];
  for (const situation of situationsOf(space)) {
    space.work.spend(shadows.size * (1 + situation.decided.length * space.cells.all.length));
    for (const [index, shadowing] of shadows) {
      if (!applies(space.policy, rules[index], situation)) continue;
      for (const { rule, cells } of situation.decided) {
        if (overlap(cells, space.ruleCells[index] as Bits)) shadowing.add(rule);
      }
    }
  }
  return [...shadows].map(([index, shadowing]) => {
    const { name, file, line, column } = rules[index] as CompiledRule;
    const nowhere = isEmpty(space.ruleCells[index] as Bits);
    const why = nowhere ? 'no address is left to it' : `shadowed by ${listRules(rules, shadowing)}`;
    return {
      kind: 'unreachable',
      file,
      line,
      column,
      message: `the rule "${name}" never matches: ${why}`,
    };
  });
}

function listRules(rules: readonly CompiledRule[], indexes: ReadonlySet<number>): string {
  return [...indexes]
    .sort((x, y) => x - y)
    .map((index) => rules[index] as CompiledRule)
    .map((rule) => `"${rule.name}" (${formatSource(rule)})`)
    .join(', ');
}
