import type { Clock } from '../../../../libs/clock/index.js';
import type { CompiledPolicy } from '../../../../libs/policy/compile/compiled.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import { bindsOtherwise } from '../../core/check-set.js';
import {
  type DocumentChange,
  isTemplateName,
  type Recompiled,
  templateName,
} from '../../core/documents.js';
import type { ReadDocument } from '../../core/read-sources.js';
import type { SetProblem } from '../../core/set-problem.js';
import type { Checker, Documents } from '../../ports.js';
import type { ReportProgress } from './apply.js';

export interface PlanPorts {
  readonly documents: Documents;
  readonly checker: Checker;
  readonly clock: Clock;
}

/** What a set would change, or why it may not. */
export interface Plan {
  readonly problems: readonly SetProblem[];
  readonly warnings: readonly Warning[];
  readonly changes: readonly DocumentChange[];
  readonly unchanged: readonly string[];
  readonly recompiled: readonly Recompiled[];
}

/**
 * Checks a set against what is in force: the documents themselves, those that a changed template is
 * compiled into, and, where what `*` demands of the others changes, all of them.
 */
export async function planRevision(
  given: readonly ReadDocument[],
  withdrawn: readonly string[],
  ports: PlanPorts,
  report: ReportProgress,
): Promise<Plan> {
  const { documents, checker, clock } = ports;
  const touched = new Set([...given.map(({ name }) => name), ...withdrawn]);
  const untouched = <T extends { name: string }>(some: readonly T[]) =>
    some.filter(({ name }) => !touched.has(name));
  const affected = untouched(await documents.dependents([...touched].filter(isTemplateName)));
  const compile = [...given, ...affected].map(({ parsed }) => parsed);
  const extended = compile.flatMap((one) => one.extends.map(({ name }) => templateName(name)));
  const context = untouched(await documents.load([...new Set(extended)]));
  const before = (await documents.load(['*']))[0]?.compiled ?? null;
  const standing = touched.has('*') ? null : before;
  const set = [...compile, ...context.map(({ parsed }) => parsed)];
  const { compiled, problems, warnings } = await checker.checkSet(set, standing, clock.now());
  report('compile', compile.length, compile.length);
  const wrong = [...problems];
  const star = compiled.get('*') ?? standing;
  if (wrong.length === 0 && bindsOtherwise(before, star)) {
    const known = new Set([...compiled.keys(), ...withdrawn]);
    wrong.push(...(await verifyOthers(star, known, ports, report)));
  }
  return {
    problems: wrong,
    warnings,
    ...(await changesOf(given, withdrawn, documents)),
    recompiled: [
      ...given.map(({ name, parsed }) => recompile(compiled, name, parsed)),
      ...affected.map(({ name }) => recompile(compiled, name, null)),
      ...withdrawn.map((name) => ({ name, parsed: null, compiled: null })),
    ],
  };
}

function recompile(
  compiled: ReadonlyMap<string, CompiledPolicy>,
  name: string,
  parsed: Recompiled['parsed'],
): Recompiled {
  return { name, parsed, compiled: compiled.get(name) ?? null };
}

/** Every document in force that was not checked with the set. */
async function verifyOthers(
  star: CompiledPolicy | null,
  known: ReadonlySet<string>,
  { documents, checker, clock }: PlanPorts,
  report: ReportProgress,
): Promise<SetProblem[]> {
  const total = await documents.count();
  const now = clock.now();
  const problems: SetProblem[] = [];
  let done = 0;
  for await (const page of documents.compiled()) {
    const others = page.filter(({ domain }) => !known.has(domain));
    problems.push(...(await checker.verify(others, star, now)));
    done += page.length;
    report('verify', done, total);
  }
  return problems;
}

async function changesOf(
  given: readonly ReadDocument[],
  withdrawn: readonly string[],
  documents: Documents,
): Promise<Pick<Plan, 'changes' | 'unchanged'>> {
  const inForce = await documents.contents(given.map(({ name }) => name));
  const changes: DocumentChange[] = [];
  const unchanged: string[] = [];
  for (const { name, parsed, text } of given) {
    const content = inForce.get(name);
    if (content === text) unchanged.push(name);
    else {
      const change = content === undefined ? 'created' : 'changed';
      changes.push({ name, file: parsed.file, content: text, removed: false, change });
    }
  }
  for (const name of withdrawn) {
    changes.push({ name, file: '', content: '', removed: true, change: 'removed' });
  }
  return { changes, unchanged };
}
