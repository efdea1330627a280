import type { ParsedDocument } from '../language/document.js';
import { compareSources, MAX_PROBLEMS, type Problem } from '../language/problem.js';
import { unusedNames } from '../warn/unused-names.js';
import type { Warning } from '../warn/warning.js';
import { checkReferences } from './check-references.js';
import { compileMerged } from './compile.js';
import type { CompiledPolicy } from './compiled.js';
import { formatSource, mergeDocument } from './merge.js';

export interface CompiledSet {
  /** By domain, without the documents that have problems. Templates are compiled into these. */
  readonly compiled: Map<string, CompiledPolicy>;
  readonly problems: Problem[];
  readonly warnings: Warning[];
}

/**
 * Compiles documents together. The set must hold every template that one of them extends. Broken
 * documents are checked for further problems but not compiled.
 */
export function compileSet(documents: readonly ParsedDocument[]): CompiledSet {
  const problems: Problem[] = [];
  const warnings: Warning[] = [];
  const compiled = new Map<string, CompiledPolicy>();
  const { domains, templates } = index(documents, problems);
  for (const document of domains.values()) {
    const before = problems.length;
    const merged = mergeDocument(document, templates, problems);
    checkReferences(merged, problems);
    problems.splice(before + MAX_PROBLEMS);
    const broken = merged.parts.some(({ part }) => part.broken);
    if (problems.length > before || broken) continue;
    warnings.push(...unusedNames(merged));
    compiled.set(document.name, compileMerged(merged));
  }
  for (const template of templates.values()) mergeDocument(template, new Map(), problems);
  problems.sort(compareSources);
  return { compiled, problems, warnings };
}

function index(documents: readonly ParsedDocument[], problems: Problem[]) {
  const domains = new Map<string, ParsedDocument>();
  const templates = new Map<string, ParsedDocument>();
  for (const document of documents) {
    const { kind, name, file, line, column } = document;
    const known = kind === 'template' ? templates : domains;
    const first = known.get(name);
    if (first === undefined) known.set(name, document);
    else {
      const message = `the ${kind} "${name}" has a document already, at ${formatSource(first)}`;
      problems.push({ file, line, column, path: kind, message });
    }
  }
  return { domains, templates };
}
