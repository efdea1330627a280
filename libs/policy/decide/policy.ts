import {
  COMPILED_FORMAT,
  type CompiledPolicy,
  type CompiledRule,
  type RangeSet,
} from '../compile/compiled.js';

/** A compiled policy made ready to decide. It is never changed, so that it can be shared. */
export interface Policy {
  readonly compiled: CompiledPolicy;
  readonly rules: readonly ReadyRule[];
  /** Where a first enrolment may answer a challenge; null: nowhere. */
  readonly enrolmentFrom: RangeSet | null;
}

export interface ReadyRule {
  readonly rule: CompiledRule;
  readonly services: number;
  readonly when: number;
  readonly members: ReadonlySet<string> | null;
  readonly from: RangeSet | null;
  readonly outside: RangeSet | null;
  /** The answer of `firstMatch` for this rule, made once. */
  readonly match: { readonly kind: 'rule'; readonly index: number };
}

/**
 * Makes a stored compiled policy ready.
 *
 * @throws Error if it was written in another format: the document must be compiled again
 */
export function loadCompiled(compiled: CompiledPolicy): Policy {
  if (compiled.format !== COMPILED_FORMAT) {
    throw new Error(`compiled policy in format ${compiled.format}, not ${COMPILED_FORMAT}`);
  }
  const memberSets = compiled.memberSets.map(({ members }) => new Set(members));
  const rangeSet = (index: number | null) => at(compiled.rangeSets, index);
  return {
    compiled,
    rules: compiled.rules.map((rule, index) => ({
      rule,
      services: rule.services,
      when: rule.when,
      members: at(memberSets, rule.who),
      from: rangeSet(rule.from),
      outside: rangeSet(rule.outside),
      match: { kind: 'rule', index },
    })),
    enrolmentFrom: rangeSet(compiled.enrolment?.from ?? null),
  };
}

/** A set that is missing would widen a rule: better no policy at all. */
function at<T>(sets: readonly T[], index: number | null): T | null {
  if (index === null) return null;
  const set = sets[index];
  if (set === undefined) throw new Error(`compiled policy without its set ${index}`);
  return set;
}
