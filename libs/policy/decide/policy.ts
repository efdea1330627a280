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
  readonly sources: Sources;
  /** For each range set, the names of the networks it joins. */
  readonly networks: readonly (readonly string[])[];
  readonly who: readonly Who[];
}

/** Where each rule was written: the index of its file, and its line. */
export interface Sources {
  readonly files: readonly string[];
  readonly rules: readonly (readonly [file: number, line: number])[];
}

/** Accounts and the members of groups, as one set. */
export interface Who extends Omit<MemberSet, 'members'> {
  readonly members: ReadonlySet<string>;
}

/** Where the rule with this index was written. */
export function sourceOf({ sources }: Described, index: number): { file: string; line: number } {
  const [file, line] = sources.rules[index] ?? [0, 0];
  return { file: sources.files[file] ?? '', line };
}

/** Lets policies share the parts that are equal. */
export interface Sharing {
  /** What `make` makes of `value`, or made of an equal one. */
  made<From, T>(part: keyof Described, value: From, make: (value: From) => T): T;
}

const ALONE: Sharing = { made: (_, value, make) => make(value) };

/**
 * @throws Error if the format is another one (the document must be compiled again), or if a set
 *   is missing: a rule without its set would match more, and no policy at all is safer
 */
export function describe(compiled: CompiledPolicy, sharing: Sharing = ALONE): Described {
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
  const shared = <T>(part: Parameters<Sharing['made']>[0], value: T): T =>
    sharing.made(part, value, (same) => same);
  const files = [...new Set(rules.map(({ file }) => file))];
  return {
    domain: compiled.domain,
    trust: shared('trust', compiled.trust),
    administrators: shared('administrators', compiled.administrators),
    operators: shared('operators', compiled.operators),
    sources: {
      files,
      rules: shared(
        'sources',
        rules.map(({ file, line }) => [files.indexOf(file), line] as const),
      ),
    },
    networks: shared(
      'networks',
      rangeSets.map(({ names }) => names),
    ),
    who: sharing.made('who', memberSets, (sets) =>
      sets.map(({ accounts, groups, members }) => {
        return { accounts, groups, members: new Set(members) };
      }),
    ),
  };
}

function mustHave(sets: readonly unknown[], index: number | null): void {
  if (index !== null && sets[index] === undefined) {
    throw new Error(`compiled policy without its set ${index}`);
  }
}
