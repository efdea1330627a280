import { compileSet } from '../compile/compile-set.js';
import type { CompiledPolicy } from '../compile/compiled.js';
import type { Policy } from '../decide/policy.js';
import type { Problem } from '../language/problem.js';
import { parseDocuments } from '../read/parse-documents.js';
import { loadCompiled } from '../store/policy-table.js';

/** A policy ready to decide, and the compiled form that it was made from. */
export type TestPolicy = Policy & { readonly compiled: CompiledPolicy };

/**
 * Parses and compiles a text, passing it through JSON as storage does. Problems are lines of text.
 */
export function tryCompile(text: string): {
  policies: Map<string, TestPolicy>;
  problems: string[];
} {
  const parsed = parseDocuments(text, 'p.yaml');
  const stored = JSON.parse(JSON.stringify(parsed.documents)) as typeof parsed.documents;
  const { compiled, problems } = compileSet(stored);
  const policies = new Map(
    [...compiled].map(([name, policy]) => [name, ready(JSON.parse(JSON.stringify(policy)))]),
  );
  return { policies, problems: [...parsed.problems, ...problems].map(formatProblem) };
}

function ready(compiled: CompiledPolicy): TestPolicy {
  return Object.assign(loadCompiled(compiled), { compiled });
}

/** The policies of a set of documents, by domain. @throws Error with every problem of them */
export function mustCompile(text: string): Map<string, TestPolicy> {
  const { policies, problems } = tryCompile(text);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return policies;
}

/** Documents as one YAML file, each as JSON, which is YAML too. */
export function toYaml(documents: readonly object[]): string {
  return documents.map((document) => JSON.stringify(document)).join('\n---\n');
}

function formatProblem({ line, column, path, message, expected }: Problem): string {
  return `${line}:${column} ${path}: ${message}${expected ? ` [${expected}]` : ''}`;
}
