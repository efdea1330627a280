import type { Clock } from '../../../../libs/clock/index.js';
import { reportOnce } from '../../../../libs/policy/verify/report-once.js';
import type { ProviderRule } from '../../../../libs/policy/warn/provider-rules.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import { bindsOtherwise } from '../../core/check-set.js';
import type { DocumentChange, Recompiled } from '../../core/documents.js';
import type { ReadDocument } from '../../core/read-sources.js';
import { limitProblems, MOST_REPORTED, type SetProblem } from '../../core/set-problem.js';
import type { Checker } from '../../ports/checker.js';
import type { Documents } from '../../ports/documents.js';
import { compileDocuments } from './compile-documents.js';
import type { ReportProgress } from './progress.js';

export interface PlanPorts {
  readonly documents: Documents;
  readonly checker: Checker;
  readonly clock: Clock;
}

/** What a set would change, or why it is refused. */
export interface Plan {
  readonly problems: readonly SetProblem[];
  readonly warnings: readonly Warning[];
  readonly providerRules: readonly ProviderRule[];
  readonly changes: readonly DocumentChange[];
  readonly unchanged: readonly string[];
  readonly recompiled: readonly Recompiled[];
}

/**
 * Checks a set against the documents in force. It checks the documents of the set, those that extend a changed
 * template, and all documents if the demands that `*` makes of them change.
 */
export async function planRevision(
  given: readonly ReadDocument[],
  withdrawn: readonly string[],
  ports: PlanPorts,
  report: ReportProgress,
): Promise<Plan> {
  const { documents, checker, clock } = ports;
  const now = clock.now();
  const touched = new Set([...given.map(({ name }) => name), ...withdrawn]);
  const before = await documents.loadCompiled('*');
  const compilation = await compileDocuments(given, {
    ...{ documents, checker, now, touched, before },
    report: (done) => report('compile', done, Math.max(done, given.length)),
  });
  const { compiled, affected, star, problems, warnings, providerRules } = compilation;
  const wrong = [...problems];
  if (wrong.length === 0 && bindsOtherwise(before, star)) {
    const known = new Set([...compiled.keys(), ...withdrawn]);
    wrong.push(...(await verifyOthers(star, known, ports, report)));
  }
  return {
    problems: limitProblems(reportOnce(wrong)),
    warnings,
    providerRules,
    ...(await changesOf(given, withdrawn, { documents, report })),
    recompiled: [
      ...given.map(({ name, parsed, templates }) => {
        return { name, parsed, compiled: compiled.get(name) ?? null, templates };
      }),
      ...affected.map(({ name, templates }) => {
        return { name, parsed: null, compiled: compiled.get(name) ?? null, templates };
      }),
      ...withdrawn.map((name) => ({ name, parsed: null, compiled: null, templates: [] })),
    ],
  };
}

/** Every document in force that was not checked with the set. */
async function verifyOthers(
  star: string | null,
  known: ReadonlySet<string>,
  { documents, checker, clock }: PlanPorts,
  report: ReportProgress,
): Promise<SetProblem[]> {
  const total = await documents.count();
  const now = clock.now();
  const problems: SetProblem[] = [];
  let done = 0;
  for await (const page of documents.compiled()) {
    if (problems.length > MOST_REPORTED) break;
    const others = page.filter(({ name }) => !known.has(name));
    const forms = others.map(({ compiled }) => compiled);
    problems.push(...(await checker.verify(forms, star, now)));
    done += page.length;
    report('verify', done, total);
  }
  return problems;
}

/** How many texts one query compares. */
const COMPARED = 500;

async function changesOf(
  given: readonly ReadDocument[],
  withdrawn: readonly string[],
  { documents, report }: { documents: Documents; report: ReportProgress },
): Promise<Pick<Plan, 'changes' | 'unchanged'>> {
  const changes: DocumentChange[] = [];
  const unchanged: string[] = [];
  for (let start = 0; start < given.length; start += COMPARED) {
    const part = given.slice(start, start + COMPARED);
    const inForce = await documents.contents(part.map(({ name }) => name));
    for (const { name, file, text } of part) {
      const content = inForce.get(name);
      if (content === text) unchanged.push(name);
      else {
        const change = content === undefined ? 'created' : 'changed';
        changes.push({ name, file, content: text, removed: false, change });
      }
    }
    report('compare', start + part.length, given.length);
  }
  for (const name of withdrawn) {
    changes.push({ name, file: '', content: '', removed: true, change: 'removed' });
  }
  return { changes, unchanged };
}
