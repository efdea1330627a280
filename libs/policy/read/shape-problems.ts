import type { z } from 'zod';
import type { Path } from '../language/problem.js';

export interface ShapeProblem {
  readonly path: Path;
  /** Whether the problem is with the key, not its value. */
  readonly key?: boolean;
  readonly message: string;
  readonly expected?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  record: 'a map',
  object: 'a map',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** What messages call the values at these keys. */
const WORDS: Readonly<Record<string, string>> = {
  services: 'service',
  with: 'factor',
  when: 'trust',
  unless: 'trust',
  require: 'combination',
};

/** What these keys accept: one word, or something longer. */
const WORD_OR: Readonly<Record<string, string>> = {
  from: 'a list of networks, or anywhere',
  trust: 'a map, or none',
  enrolment: 'a map, or none',
};

/**
 * Checks a value against a schema and describes what is wrong in our own words, at most `most`
 * problems.
 */
export function shapeProblems(schema: z.ZodType, value: unknown, most: number): ShapeProblem[] {
  const result = schema.safeParse(value);
  const issues = result.success ? [] : result.error.issues.slice(0, most);
  return issues.flatMap((issue) => explain(issue, value, []));
}

function explain(issue: z.core.$ZodIssue, root: unknown, base: Path): ShapeProblem[] {
  const path = [...base, ...(issue.path as Path)];
  const value = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        key: true,
        message: `unknown key "${key}"`,
        expected: `one of ${issue.message}`,
      }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, key: true, message }));
    case 'invalid_union': {
      // A word, or else a list or map: the value written shows which was meant.
      const isWord = typeof value !== 'object' || value === null;
      const branch = isWord ? issue.errors[0] : issue.errors.at(-1);
      return (branch ?? []).flatMap((inner) => explain(inner, root, path));
    }
    case 'invalid_type':
      return [wrongType(path, value, TYPES[issue.expected] ?? issue.expected)];
    case 'invalid_value':
      return [unknownWord(path, value, issue.values)];
    case 'too_small':
      if (issue.origin === 'array') return [{ path, message: 'the list is empty' }];
      return [{ path, message: 'too small', expected: `at least ${issue.minimum}` }];
    case 'too_big': {
      const what = issue.origin === 'string' ? 'characters' : '';
      return [{ path, message: 'too big', expected: `at most ${issue.maximum} ${what}`.trim() }];
    }
    default:
      return [{ path, message: issue.message }];
  }
}

function wrongType(path: Path, value: unknown, expected: string): ShapeProblem {
  if (value === undefined) {
    return { path, message: `"${String(path.at(-1))}" is missing`, expected };
  }
  return { path, message: `${describe(value)} where ${expected} belongs`, expected };
}

function unknownWord(path: Path, value: unknown, known: readonly unknown[]): ShapeProblem {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  const word = WORDS[key] ?? 'value';
  const expected = WORD_OR[String(path.at(-1))] ?? `one of ${known.join(', ')}`;
  if (typeof value !== 'string') return wrongType(path, value, `a ${word}`);
  return { path, message: `unknown ${word} ${JSON.stringify(value)}`, expected };
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return TYPES[typeof value] ?? typeof value;
}

/** The value at a path; undefined if there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
