import canonicalize from 'canonicalize';
import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';
import { verifyPolicy } from '../../../libs/policy/verify/verify-policy.js';
import { type ProviderRule, providerRule } from '../../../libs/policy/warn/provider-rules.js';
import { warnPolicy } from '../../../libs/policy/warn/warn-policy.js';
import type { Warning } from '../../../libs/policy/warn/warning.js';
import { type CompiledForm, nameOf } from './documents.js';
import { failureProblem, limitProblems, MOST_REPORTED, type SetProblem } from './set-problem.js';

/** Documents to check against each other. Forms are JSON; see `DocumentForm`. */
export interface SetToCheck {
  readonly documents: readonly string[];
  /** Templates that the documents extend and that are not among them. Their problems are not reported. */
  readonly context: readonly string[];
  /** The policy of `*` that binds the documents, if it is not among them. */
  readonly star: string | null;
  /** ms since the epoch */
  readonly now: number;
  /**
   * True if the documents come from a caller, who is also warned of what is allowed but probably not meant. Otherwise
   * they are in force already, and are checked only because a caller changed something else.
   */
  readonly given: boolean;
}

export interface CheckedSet {
  readonly compiled: readonly CompiledForm[];
  readonly problems: readonly SetProblem[];
  readonly warnings: readonly Warning[];
  /** For `given` documents: the rules that need an identity provider. */
  readonly providerRules: readonly ProviderRule[];
}

/** Compiles documents against each other and checks what they and `*` demand of them. */
export function checkSet({ documents, context, star, now, given }: SetToCheck): CheckedSet {
  const parsed = documents.map(parseForm);
  const all = [...parsed, ...context.map(parseForm)];
  const set = compileSet(all);
  const problems = set.problems.map((problem): SetProblem => {
    const within = all.findLast((d) => d.file === problem.file && d.line <= problem.line);
    const document = within === undefined ? '' : nameOf(within);
    return { kind: 'document', expected: '', document, counterexample: '', ...problem };
  });
  const policies = [...set.compiled.values()];
  problems.push(...verify(policies, set.compiled.get('*') ?? parseStar(star), now));
  return {
    compiled: policies.map((policy) => ({ name: policy.domain, compiled: JSON.stringify(policy) })),
    problems: limitProblems(problems),
    warnings: given ? warningsOf(set.warnings, policies) : [],
    providerRules: given ? policies.flatMap((policy) => providerRule(policy) ?? []) : [],
  };
}

function warningsOf(warnings: readonly Warning[], policies: readonly CompiledPolicy[]): Warning[] {
  const all = [...warnings, ...policies.flatMap((policy) => warnPolicy(policy))];
  return all.slice(0, MOST_REPORTED + 1);
}

/** Checks what `*` demands of policies, and what they demand of themselves. All are JSON. */
export function verifyPolicies(
  policies: readonly string[],
  star: string | null,
  now: number,
): SetProblem[] {
  const parsed = policies.map((policy) => JSON.parse(policy) as CompiledPolicy);
  return verify(parsed, parseStar(star), now);
}

function verify(
  policies: readonly CompiledPolicy[],
  star: CompiledPolicy | null,
  now: number,
): SetProblem[] {
  return limitProblems(
    policies.flatMap((policy) => verifyPolicy({ policy, star, now }).map(failureProblem)),
  );
}

/** Whether the demands of `*` on other documents change. If so, all documents are checked again. */
export function bindsOtherwise(before: string | null, after: string | null): boolean {
  return canonicalize(demandsOf(before)) !== canonicalize(demandsOf(after));
}

function demandsOf(form: string | null) {
  const star = parseStar(form);
  if (star === null || (star.guardrails.length === 0 && star.limits === null)) return null;
  const { guardrails, limits, rangeSets, memberSets } = star;
  return { guardrails, limits, rangeSets, memberSets };
}

function parseForm(form: string): ParsedDocument {
  return JSON.parse(form) as ParsedDocument;
}

function parseStar(form: string | null): CompiledPolicy | null {
  return form === null ? null : (JSON.parse(form) as CompiledPolicy);
}
