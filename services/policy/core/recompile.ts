import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import { COMPILED_FORMAT, type CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';
import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { nameOf } from './documents.js';

/** A document in force, as its administrator wrote it. */
export interface StoredText {
  readonly name: string;
  readonly file: string;
  readonly content: string;
}

export interface Recompilation {
  /** JSON. Null if the text can no longer be read; the stored parsed form then stays. */
  readonly parsed: string | null;
  /** JSON. */
  readonly compiled: string;
  /** Why this version cannot accept it; empty if it can. */
  readonly problems: readonly string[];
}

/** The format version of the forms stored beside a text. */
export const STORED_FORMAT = COMPILED_FORMAT;

/**
 * Recompiles a document that an earlier version of the program accepted. If this version refuses the document, it lets
 * nobody in, because a looser reading of it could let in too many.
 *
 * @param templates parsed documents, JSON
 */
export function recompile(stored: StoredText, templates: readonly string[]): Recompilation {
  const { name, file, content } = stored;
  const read = parseDocuments(content, file);
  const document = read.documents.find((one) => nameOf(one) === name);
  const context = templates.map((form) => JSON.parse(form) as ParsedDocument);
  const set = compileSet(document === undefined ? [] : [document, ...context]);
  const compiled = set.compiled.get(name);
  const parsed = document === undefined ? null : JSON.stringify(document);
  if (compiled !== undefined) return { parsed, compiled: JSON.stringify(compiled), problems: [] };
  const problems = [...read.problems, ...set.problems].map(
    ({ line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
  return { parsed, compiled: JSON.stringify(closed(stored)), problems };
}

/** A policy without rules: every login of the domain is denied. */
function closed({ name, file, content }: StoredText): CompiledPolicy {
  const [empty] = compileSet(parseDocuments(`domain: "${name}"`, file).documents).compiled.values();
  if (empty === undefined) throw new Error(`"${content.slice(0, 20)}" is no document of a domain`);
  return empty;
}
