import type { CompiledPolicy, CompiledRule } from '../compile/compiled.js';
import type { Grace } from '../compile/grace.js';
import type { Combination } from '../language/words.js';

/** What a decision needs to know about a rule. Sets are given by index. */
export interface ReadyRule {
  readonly name: string;
  readonly services: number;
  readonly when: number;
  readonly who: number | null;
  readonly from: number | null;
  readonly outside: number | null;
  /** Null for a rule that denies. */
  readonly require: readonly Combination[] | null;
  readonly deny: string | null;
  readonly bindSessionToIp: boolean;
  /** The answer of `firstMatch` for this rule, made once so that matching allocates nothing. */
  readonly match: { readonly kind: 'rule'; readonly index: number };
}

/**
 * The rules of a document without the content of their sets. Documents that differ only in their
 * sets share one shape.
 */
export interface Shape extends Grace {
  readonly rules: readonly ReadyRule[];
  /** Index of a range set; null: nowhere, or `anywhere`. */
  readonly enrolmentFrom: number | null;
  readonly enrolmentAnywhere: boolean;
  /**
   * Whether an app password may be made with the main password alone, where enrolment is allowed.
   */
  readonly appPasswordOnOneFactor: boolean;
}

/** Keeps each shape once, so that decisions for many domains use the same few objects. */
export class Shapes {
  #known = new Map<string, Shape>();

  of(compiled: CompiledPolicy): Shape {
    const shape = shapeOf(compiled);
    const key = JSON.stringify(shape);
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, shape);
    return known ?? shape;
  }

  /** Forgets every shape that is not in `used`. */
  keep(used: { has(shape: Shape): boolean }): void {
    this.#known = new Map([...this.#known].filter(([, shape]) => used.has(shape)));
  }
}

function shapeOf({ rules, enrolment }: CompiledPolicy): Shape {
  return {
    rules: rules.map(readyRule),
    enrolmentFrom: enrolment?.from ?? null,
    enrolmentAnywhere: enrolment?.anywhere ?? false,
    appPasswordOnOneFactor: enrolment?.appPasswords ?? false,
    graceUntil: enrolment?.graceUntil ?? null,
    graceGroups: (enrolment?.graceGroups ?? []).map(({ who, until }) => ({ who, until })),
  };
}

function readyRule(rule: CompiledRule, index: number): ReadyRule {
  const { name, services, when, who, from, outside, require, deny, bindSessionToIp } = rule;
  const match = { kind: 'rule', index } as const;
  return { name, services, when, who, from, outside, require, deny, bindSessionToIp, match };
}
