import { type Document, isMap, isNode, isPair, type LineCounter, type Node } from 'yaml';
import type * as z from 'zod';

/** A problem in a YAML file. `line` and `column` count from 1; `path` is `a.b[2]`. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];

/** One problem for each key or value that a zod issue is about, with its place in the text. */
export function locate(issue: z.core.$ZodIssue, doc: Document, lines: LineCounter): Problem[] {
  const at = (path: Path, offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: showPath(path), message };
  };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      at([...issue.path, key], offsetOf([...issue.path, key], doc, 'key'), 'unknown key'),
    );
  }
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest !== undefined && deepest.path.length > 0) {
      return locate({ ...deepest, path: [...issue.path, ...deepest.path] }, doc, lines);
    }
  }
  const missing = issue.code === 'invalid_type' && !doc.hasIn(issue.path);
  const message = missing ? 'is required' : issue.message;
  return [at(issue.path, offsetOf(issue.path, doc, 'value'), message)];
}

/** The offset of `path` in the text; if it is missing, that of its nearest parent. */
function offsetOf(path: Path, doc: Document, what: 'key' | 'value'): number {
  const parent = doc.getIn(path.slice(0, -1), true);
  if (what === 'key' && isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && keyText(item.key) === path.at(-1));
    const start = pair !== undefined && isNode(pair.key) ? startOf(pair.key) : undefined;
    if (start !== undefined) return start;
  }
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? doc.contents : doc.getIn(path.slice(0, length), true);
    const start = isNode(node) ? startOf(node) : undefined;
    if (start !== undefined) return start;
  }
  return 0;
}

function keyText(key: unknown): string {
  return String(isNode(key) ? key : '');
}

function startOf(node: Node): number | undefined {
  return node.range?.[0];
}

function showPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text === '' ? '(document)' : text;
}
