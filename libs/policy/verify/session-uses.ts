import type { CompiledRule } from '../compile/compiled.js';
import type { Bits } from './bits.js';
import type { AccountClass } from './classes.js';
import { INTERACTIVE, type Space, situationsOf } from './situations.js';

/** Connections that a session opens, whatever sign-in it stands for. */
export interface Use {
  /** As bits. */
  readonly services: number;
  readonly trusts: number;
  readonly rule: CompiledRule;
  readonly cells: Bits;
}

/**
 * For each account, where its sessions are accepted. An account that is missing here opens nothing.
 */
export function sessionUses(space: Space): Map<AccountClass, readonly Use[]> {
  const { rules } = space.policy;
  const taken = rules.reduce(
    (bits, { require, services }) => (require?.includes('session') ? bits | services : bits),
    0,
  );
  const uses = new Map<AccountClass, Use[]>();
  if (taken === 0) return uses;
  const wanted = ({ services }: { services: number }) =>
    (services & taken) !== 0 && (services & INTERACTIVE) === 0;
  for (const { account, services, trusts, decided } of situationsOf(space, wanted)) {
    space.work.spend(5 * decided.length);
    for (const { rule: index, cells } of decided) {
      const rule = rules[index] as CompiledRule;
      if (!rule.require?.includes('session')) continue;
      const known = uses.get(account) ?? [];
      // One way to open a service shows as much as all of them.
      if (!known.some((use) => use.services === services)) {
        known.push({ services, trusts, rule, cells });
      }
      uses.set(account, known);
    }
  }
  return uses;
}
