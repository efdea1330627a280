import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { type DocumentForm, nameOf, templateName } from './documents.js';
import { limitProblems, type SetProblem } from './set-problem.js';

export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** The documents that the sender says the file holds. The caller's rights were checked against these names. */
  readonly documents: readonly string[];
}

/** A document with its own part of the file. */
export interface ReadDocument extends DocumentForm {
  readonly file: string;
  readonly text: string;
}

export interface ReadSources {
  readonly documents: readonly ReadDocument[];
  readonly problems: readonly SetProblem[];
  /** Whether each file holds exactly the documents it was sent as, which are the ones that rights were checked for. */
  readonly asSent: boolean;
}

/** How many documents without content are accepted, such as the part after a last `---`. */
const EMPTY_AT_MOST = 10;

/** Reads the files of a set. The problems concern each document on its own. */
export function readSources(sources: readonly SourceText[]): ReadSources {
  const read = sources.map(readSource);
  return {
    documents: read.flatMap(({ documents }) => documents),
    problems: limitProblems(read.flatMap(({ problems }) => problems)),
    asSent: read.every(({ asSent }) => asSent),
  };
}

function readSource(source: SourceText): ReadSources {
  const { file, text, documents: claimed } = source;
  const read = parseDocuments(text, file, claimed.length + EMPTY_AT_MOST);
  const parts = splitText(text);
  const partAt = lastBefore(parts);
  const documentAt = lastBefore(read.documents);
  const documents = read.documents.map((parsed) => ({
    name: nameOf(parsed),
    file,
    parsed: JSON.stringify(parsed),
    templates: parsed.extends.map(({ name }) => templateName(name)),
    text: partAt(parsed.line)?.text ?? text,
  }));
  const problems = read.problems.map((problem): SetProblem => {
    const within = documentAt(problem.line);
    const document = within === undefined ? '' : nameOf(within);
    return { kind: 'document', expected: '', document, counterexample: '', ...problem };
  });
  const names = new Set(documents.map(({ name }) => name));
  const same = names.size === new Set(claimed).size && claimed.every((name) => names.has(name));
  if (problems.length === 0 && !same) {
    const message = `the file holds ${[...names].join(', ') || 'no document'}, but was sent as ${claimed.join(', ') || 'nothing'}`;
    const place = { file, line: 1, column: 1, path: '', expected: '', counterexample: '' };
    problems.push({ kind: 'document', document: '', message, ...place });
  }
  return { documents, problems, asSent: same };
}

/** Finds the last item that starts at or before a line. The items are sorted. */
function lastBefore<T extends { readonly line: number }>(items: readonly T[]) {
  return (line: number): T | undefined => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((items[middle]?.line ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return items[low - 1];
  };
}

/**
 * Splits a text into documents. A line that starts with `---` starts a document, wherever it is (YAML 1.2.2, 9.1.2).
 */
function splitText(text: string): { line: number; text: string }[] {
  const parts: { line: number; lines: string[] }[] = [{ line: 1, lines: [] }];
  text.split(/(?<=\n)/).forEach((line, index) => {
    if (/^---(?:\s|$)/.test(line)) parts.push({ line: index + 1, lines: [] });
    parts.at(-1)?.lines.push(line);
  });
  return parts.map(({ line, lines }) => ({ line, text: lines.join('') }));
}
