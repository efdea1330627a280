import {
  COMPILED_FORMAT,
  type CompiledAdministrators,
  type CompiledPolicy,
  type MemberSet,
} from '../compile/compiled.js';
import type { TrustSettings } from '../language/document.js';
import type { Shape } from './shape.js';

/** A compiled policy prepared for deciding. Immutable, so that it can be shared. */
export interface Policy {
  readonly shape: Shape;
  /** Where its range sets are: the nth set begins at `words[words[sets + n]]`. */
  readonly words: Uint32Array;
  readonly sets: number;
  /** The parts that few decisions need. */
  readonly described: Described;
}

export interface Described {
  /** Canonical, or `*`. */
  readonly domain: string;
  readonly trust: TrustSettings;
  readonly administrators: CompiledAdministrators;
  /** Accounts who administer every domain; only `*` has any. */
  readonly operators: readonly string[];
  /** Where each rule was written. */
  readonly sources: readonly { readonly file: string; readonly line: number }[];
  /** For each range set, the names of the networks it joins. */
  readonly networks: readonly (readonly string[])[];
  readonly who: readonly Who[];
}

/** Accounts and the members of groups, as one set. */
export interface Who extends Omit<MemberSet, 'members'> {
  readonly members: ReadonlySet<string>;
}

/**
 * @throws Error if the format is another one (the document must be compiled again), or if a set
 *   is missing: a rule without its set would match more, and no policy at all is safer
 */
export function describe(compiled: CompiledPolicy): Described {
  const { format, rules, enrolment, rangeSets, memberSets } = compiled;
  if (format !== COMPILED_FORMAT) {
    throw new Error(`compiled policy in format ${format}, not ${COMPILED_FORMAT}`);
  }
  for (const { who, from, outside } of rules) {
    mustHave(memberSets, who);
    mustHave(rangeSets, from);
    mustHave(rangeSets, outside);
  }
  mustHave(rangeSets, enrolment?.from ?? null);
  for (const { who } of enrolment?.graceGroups ?? []) mustHave(memberSets, who);
  return {
    domain: compiled.domain,
    trust: compiled.trust,
    administrators: compiled.administrators,
    operators: compiled.operators,
    sources: rules.map(({ file, line }) => ({ file, line })),
    networks: rangeSets.map(({ names }) => names),
    who: memberSets.map(({ accounts, groups, members }) => {
      return { accounts, groups, members: new Set(members) };
    }),
  };
}

function mustHave(sets: readonly unknown[], index: number | null): void {
  if (index !== null && sets[index] === undefined) {
    throw new Error(`compiled policy without its set ${index}`);
  }
}
