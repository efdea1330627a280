import canonicalize from 'canonicalize';
import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';
import { verifyPolicy } from '../../../libs/policy/verify/verify-policy.js';
import type { Warning } from '../../../libs/policy/warn/warning.js';
import { nameOf } from './documents.js';
import { failureProblem, type SetProblem } from './set-problem.js';

export interface CheckedSet {
  /** By domain. */
  readonly compiled: ReadonlyMap<string, CompiledPolicy>;
  readonly problems: readonly SetProblem[];
  readonly warnings: readonly Warning[];
}

/**
 * Compiles documents against each other and decides what they and `*` demand of them.
 *
 * @param documents those that change, those that depend on them, and every template they extend
 * @param star the policy of `*` that is in force, where it is not among the documents
 * @param now ms since the epoch
 */
export function checkSet(
  documents: readonly ParsedDocument[],
  star: CompiledPolicy | null,
  now: number,
): CheckedSet {
  const { compiled, problems, warnings } = compileSet(documents);
  const wrong: SetProblem[] = problems.map((problem) => {
    const within = documents.findLast((d) => d.file === problem.file && d.line <= problem.line);
    const document = within === undefined ? '' : nameOf(within);
    return { kind: 'document', expected: '', document, counterexample: '', ...problem };
  });
  const binding = compiled.get('*') ?? star;
  wrong.push(...verifyPolicies([...compiled.values()], binding, now));
  return { compiled, problems: wrong, warnings };
}

export function verifyPolicies(
  policies: readonly CompiledPolicy[],
  star: CompiledPolicy | null,
  now: number,
): SetProblem[] {
  return policies.flatMap((policy) => verifyPolicy({ policy, star, now }).map(failureProblem));
}

/** Whether what `*` demands of the others changes: then all of them are decided again. */
export function bindsOtherwise(
  before: CompiledPolicy | null,
  after: CompiledPolicy | null,
): boolean {
  return canonicalize(demandsOf(before)) !== canonicalize(demandsOf(after));
}

function demandsOf(star: CompiledPolicy | null) {
  if (star === null || (star.guardrails.length === 0 && star.limits === null)) return null;
  const { guardrails, limits, rangeSets, memberSets } = star;
  return { guardrails, limits, rangeSets, memberSets };
}
