import type { ProviderRule } from '../../../../libs/policy/warn/provider-rules.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import type { SetToCheck } from '../../core/check-set.js';
import { type DocumentForm, isTemplateName } from '../../core/documents.js';
import { limitProblems, MOST_REPORTED, type SetProblem } from '../../core/set-problem.js';
import type { Checker } from '../../ports/checker.js';
import type { Documents } from '../../ports/documents.js';
import { inParallel, packsOf } from './in-parallel.js';

export interface Compilation {
  /** Compiled policies as JSON, by domain. */
  readonly compiled: ReadonlyMap<string, string>;
  /** Documents in force that are recompiled because one of their templates is touched. */
  readonly affected: readonly DocumentForm[];
  /** The policy of `*` that binds every document from now on. */
  readonly star: string | null;
  readonly problems: readonly SetProblem[];
  readonly warnings: readonly Warning[];
  readonly providerRules: readonly ProviderRule[];
}

interface Parts {
  readonly documents: Documents;
  readonly checker: Checker;
  readonly now: number;
  /** Names in the set, of given or withdrawn documents. */
  readonly touched: ReadonlySet<string>;
  /** The policy of `*` in force. */
  readonly before: string | null;
  readonly report: (done: number) => void;
}

/**
 * Compiles and verifies the given documents, and the documents in force that extend a touched template. It works in
 * parts, `*` and the templates first, because the others need them.
 */
export async function compileDocuments(
  given: readonly DocumentForm[],
  parts: Parts,
): Promise<Compilation> {
  const { documents, checker, now, touched, before, report } = parts;
  const untouched = <T extends { name: string }>(some: readonly T[]) =>
    some.filter(({ name }) => !touched.has(name));
  const templates = new Map<string, string>();
  const compiled = new Map<string, string>();
  const affected: DocumentForm[] = [];
  const problems = new Map<string, SetProblem>();
  const warnings: Warning[] = [];
  const providerRules: ProviderRule[] = [];
  let star = touched.has('*') ? null : before;

  const check = async (pack: readonly DocumentForm[], isGiven: boolean) => {
    const within = new Set(pack.map(({ name }) => name));
    const extended = new Set(pack.flatMap((one) => one.templates));
    // `*` is compiled together with the templates of its set.
    const context = [...extended].filter((name) => !within.has(name));
    const missing = [...extended].filter((name) => !templates.has(name) && !touched.has(name));
    for (const { name, parsed } of await documents.load(missing)) templates.set(name, parsed);
    const set: SetToCheck = {
      documents: pack.map(({ parsed }) => parsed),
      context: context.flatMap((name) => templates.get(name) ?? []),
      ...{ star, now, given: isGiven },
    };
    const checked = await checker.checkSet(set);
    for (const { name, compiled: form } of checked.compiled) compiled.set(name, form);
    // A broken template is reported again with each part that needs it.
    for (const problem of checked.problems) {
      if (problems.size > MOST_REPORTED) break;
      // A problem in a template counts once for each domain, and is merged at the end.
      const each = problem.template === undefined ? '' : `${problems.size}`;
      problems.set(`${each} ${JSON.stringify(problem)}`, problem);
    }
    warnings.push(...checked.warnings.slice(0, MOST_REPORTED + 1 - warnings.length));
    providerRules.push(...checked.providerRules);
    report(compiled.size);
  };

  const isHead = ({ name }: DocumentForm) => name === '*' || isTemplateName(name);
  for (const { name, parsed } of given.filter(isHead))
    if (name !== '*') templates.set(name, parsed);
  const head = given.filter(isHead);
  if (head.length > 0) await check(head, true);
  star = compiled.get('*') ?? star;
  const rest = given.filter((one) => !isHead(one));
  const size = ({ parsed }: DocumentForm) => parsed.length;
  await inParallel(packsOf(rest, { size, key: ({ name }) => name }), (pack) => check(pack, true));
  const dependents = documents.dependents([...touched].filter(isTemplateName));
  for await (const page of dependents) {
    affected.push(...untouched(page));
    if (untouched(page).length > 0) await check(untouched(page), false);
  }
  return {
    compiled,
    affected,
    star,
    problems: limitProblems([...problems.values()]),
    warnings,
    providerRules,
  };
}
