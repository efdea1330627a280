import { Composer, type CST, type Document, isNode, isScalar, LineCounter } from 'yaml';
import { formatPath, MAX_PROBLEMS, type Path, type Problem } from '../language/problem.js';
import { asMap } from './reader.js';
import { checkKeys } from './yaml-keys.js';
import { type Locate, locator } from './yaml-locate.js';
import { MAX_VALUES, tokensOf, Unreadable } from './yaml-tokens.js';

/** One YAML document as plain values. `intact` is false if a key is repeated or is not text. */
export interface YamlDocument {
  readonly value: unknown;
  readonly intact: boolean;
  readonly locate: Locate;
}

const MAX_BYTES = 1024 * 1024;
/** yaml's own measure: the number of aliases times the nodes that an alias stands for. */
const MAX_ALIASES = 100;

/**
 * Reads a text of one or more YAML 1.2 documents (JSON is YAML). Invalid YAML is reported as
 * problems, at most MAX_PROBLEMS; the other documents of the text are returned all the same.
 * Nothing is thrown.
 *
 * Very many small documents cost a millisecond each. So reading stops at the first document that
 * repeats an earlier one, and after `most` documents.
 */
export function readYaml(
  text: string,
  file: string,
  most = Number.POSITIVE_INFINITY,
): { documents: YamlDocument[]; problems: Problem[] } {
  const lines = new LineCounter();
  const documents: YamlDocument[] = [];
  const problems: Problem[] = [];
  const report = (offset: number, message: string, path: Path = []) => {
    if (problems.length >= MAX_PROBLEMS) return;
    const { line, col } = lines.linePos(offset);
    problems.push({ file, line, column: col, path: formatPath(path), message });
  };
  if (Buffer.byteLength(text) > MAX_BYTES) {
    const message = `the text is longer than ${MAX_BYTES} bytes`;
    problems.push({ file, line: 1, column: 1, path: '', message });
    return { documents, problems };
  }
  const seen = new Set<string>();
  let read = 0;
  for (const document of compose(text, lines, report)) {
    if (++read > most) {
      report(document.range?.[0] ?? 0, `more than ${most} documents: the rest is not read`);
      break;
    }
    const errors = [...document.errors, ...document.warnings];
    for (const error of errors) report(error.pos[0], error.message);
    if (document.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
      report(document.range?.[0] ?? 0, 'only YAML 1.2 is read');
    } else if (errors.length === 0 && !isEmpty(document)) {
      const before = problems.length;
      checkKeys(document.contents, (node, message, path) => {
        report(isNode(node) ? (node.range?.[0] ?? 0) : 0, message, path);
      });
      const value = plainValue(document);
      const start = document.range?.[0] ?? 0;
      if (value.refused !== undefined) report(start, value.refused);
      else {
        const intact = problems.length === before;
        documents.push({ value: value.plain, intact, locate: locator(document, lines) });
        const called = calledIn(value.plain);
        if (called !== undefined && seen.has(called)) break;
        if (called !== undefined) seen.add(called);
      }
    }
  }
  if (documents.length === 0 && problems.length === 0) report(0, 'the text holds no document');
  return { documents, problems };
}

/** What identifies a document, as written. */
function calledIn(value: unknown): string | undefined {
  const { domain, template } = asMap(value);
  if (typeof domain === 'string') return `domain ${domain}`;
  return typeof template === 'string' ? `template ${template}` : undefined;
}

/** Such as the part after a last `---`. */
function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

type Report = (offset: number, message: string) => void;

function* compose(text: string, lines: LineCounter, report: Report): Generator<Document> {
  const composer = new Composer({
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    schema: 'core',
    version: '1.2',
  });
  const count = countErrors(report);
  reportErrors(composer, count);
  try {
    yield* composer.compose(counted(tokensOf(text, lines), count));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report(error.offset, error.message);
  }
}

/**
 * Counts the errors of a text. yaml collects all of them, each with its stack, until the document
 * ends, and has no limit. At the thousandth error, the earlier ones are reported and Unreadable is
 * thrown.
 */
function countErrors(report: Report): Report {
  const told: [offset: number, message: string][] = [];
  let enough: Unreadable | undefined;
  return (offset, message) => {
    // yaml catches what is thrown inside a collection, and reports it as an error of the
    // collection.
    if (enough !== undefined) throw enough;
    if (told.length >= MAX_PROBLEMS - 1) {
      for (const [at, text] of told) report(at, text);
      enough = new Unreadable(offset, 'too many errors: the rest is not read');
      throw enough;
    }
    told.push([offset, message]);
  };
}

function* counted(tokens: Iterable<CST.Token>, count: Report): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type === 'error') count(token.offset, token.message);
    yield token;
  }
}

type OnError = (source: unknown, code: unknown, message: string, warning?: boolean) => void;

/** Counts the errors that the composer itself finds. */
function reportErrors(composer: object, count: Report): void {
  const reporting = composer as { onError?: OnError };
  const { onError } = reporting;
  if (onError === undefined) throw new TypeError('this yaml tells of errors elsewhere');
  reporting.onError = (source, code, message, warning) => {
    count(offsetOf(source), message);
    onError(source, code, message, warning);
  };
}

/** The offset of an error, which yaml gives as an offset, a range or a token. */
function offsetOf(source: unknown): number {
  if (typeof source === 'number') return source;
  if (Array.isArray(source)) return Number(source[0]);
  return Number((source as { offset?: unknown }).offset ?? 0);
}

/** yaml itself refuses aliases that multiply, with an error that says so. */
function plainValue(document: Document): { plain?: unknown; refused?: string } {
  try {
    const plain: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return isTooLong(plain) ? { refused: `it holds more than ${MAX_VALUES} values` } : { plain };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { refused: error.message };
  }
}

/** It also ends for a value that contains itself. */
function isTooLong(root: unknown): boolean {
  const left = [root];
  for (let count = 0; left.length > 0; count++) {
    if (count + left.length > MAX_VALUES) return true;
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) left.push(child);
  }
  return false;
}
