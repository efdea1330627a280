import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { type Meaning, meaningOf } from '../../../libs/policy/meaning/meaning-of.js';
import { TooMuchWork } from '../../../libs/policy/verify/work.js';

/** What decides for a domain before and after, as JSON; null: nothing does. */
export interface FormPair {
  /** Canonical, or `*`. */
  readonly domain: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Domains for which the same changes in the same words. */
export interface ChangeGroup {
  readonly domains: readonly string[];
  /** Of the first of them; null: there is too much to compare, or to say. */
  readonly meaning: Meaning | null;
}

/** What documents change, those together that change alike. */
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

/** Equal for documents that differ in nothing but the name of their domain. */
function formKey({ domain, before, after }: FormPair): string {
  const nameless = (form: string | null) => form?.replaceAll(domain, '\0') ?? '';
  // Forms are JSON: no control character stands in them as it is.
  return `${domain === '*'}\x01${nameless(before)}\x01${nameless(after)}`;
}

/** Joins groups of the same words; the first of each stays the first. */
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
