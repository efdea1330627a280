import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { type Meaning, meaningOf } from '../../../libs/policy/meaning/meaning-of.js';
import { TooMuchWork } from '../../../libs/policy/verify/work.js';

/** The policy that decides for a domain before and after a change, as JSON. Null if none decides. */
export interface FormPair {
  /** Canonical, or `*`. */
  readonly domain: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Domains in which the same changes are described by the same words. */
export interface ChangeGroup {
  readonly domains: readonly string[];
  /** The changes in the first of the domains. Null if there is too much to compare or to say. */
  readonly meaning: Meaning | null;
}

/** What documents change. Documents that change alike are one group. */
export function changeGroups(pairs: readonly FormPair[], now: number): ChangeGroup[] {
  const known = new Map<string, Meaning | null>();
  return mergeGroups(
    pairs.map((pair): ChangeGroup => {
      const key = formKey(pair);
      const seen = known.get(key);
      const meaning = seen === undefined ? compare(pair, now) : seen;
      known.set(key, meaning);
      return { domains: [pair.domain], meaning };
    }),
  );
}

function compare({ domain, before, after }: FormPair, now: number): Meaning | null {
  const policyOf = (form: string | null) =>
    form === null ? null : (JSON.parse(form) as CompiledPolicy);
  try {
    return meaningOf({ domain, before: policyOf(before), after: policyOf(after), now });
  } catch (error) {
    if (error instanceof TooMuchWork) return null;
    throw error;
  }
}

/** A key that is equal for documents that differ only in the name of their domain. */
function formKey({ domain, before, after }: FormPair): string {
  const nameless = (form: string | null) => form?.replaceAll(domain, '\0') ?? '';
  // The forms are JSON, which contains no unescaped control characters.
  return `${domain === '*'}\x01${nameless(before)}\x01${nameless(after)}`;
}

/** Merges groups with the same words. The first domain of each group stays first. */
export function mergeGroups(groups: Iterable<ChangeGroup>): ChangeGroup[] {
  const merged = new Map<string, { domains: string[]; meaning: Meaning | null }>();
  for (const { domains, meaning } of groups) {
    const key = wordsOf(meaning);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { domains: [...domains], meaning });
    else known.domains.push(...domains);
  }
  return [...merged.values()];
}

function wordsOf(meaning: Meaning | null): string {
  if (meaning === null) return '';
  return JSON.stringify([meaning.sentences.map(({ full }) => full), meaning.settings]);
}
