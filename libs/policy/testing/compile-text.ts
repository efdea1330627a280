import { compileSet } from '../compile/compile-set.js';
import { loadCompiled, type Policy } from '../decide/policy.js';
import type { Problem } from '../language/problem.js';
import { parseDocuments } from '../read/parse-documents.js';

/** Parses and compiles a text, through JSON as storage does; problems are lines of text. */
export function tryCompile(text: string): { policies: Map<string, Policy>; problems: string[] } {
  const parsed = parseDocuments(text, 'p.yaml');
  const stored = JSON.parse(JSON.stringify(parsed.documents)) as typeof parsed.documents;
  const { compiled, problems } = compileSet(stored);
  const policies = new Map(
    [...compiled].map(([name, policy]) => [name, loadCompiled(JSON.parse(JSON.stringify(policy)))]),
  );
  return { policies, problems: [...parsed.problems, ...problems].map(formatProblem) };
}

export function mustCompile(text: string): Map<string, Policy> {
  const { policies, problems } = tryCompile(text);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return policies;
}

export function toYaml(documents: readonly object[]): string {
  return documents.map((document) => JSON.stringify(document)).join('\n---\n');
}

function formatProblem({ line, column, path, message, expected }: Problem): string {
  return `${line}:${column} ${path}: ${message}${expected ? ` [${expected}]` : ''}`;
}
