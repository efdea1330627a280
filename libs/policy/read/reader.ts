import type { Reference } from '../language/document.js';
import {
  formatPath,
  MAX_PROBLEMS,
  type Path,
  type Position,
  type Problem,
} from '../language/problem.js';
import type { Locate } from './yaml-locate.js';

/** What the builders of one document share: the places of its values, and the problems found. */
export interface Reader {
  readonly file: string;
  readonly locate: Locate;
  readonly problems: Problem[];
}

export interface Complaint {
  readonly path: Path;
  readonly key?: boolean;
  readonly message: string;
  readonly expected?: string;
}

/** Adds a problem, unless there are MAX_PROBLEMS already. */
export function complain(reader: Reader, complaint: Complaint): void {
  if (reader.problems.length >= MAX_PROBLEMS) return;
  const { path, key, message, expected } = complaint;
  reader.problems.push({
    file: reader.file,
    ...reader.locate(path, key ? 'key' : 'value'),
    path: formatPath(path),
    message,
    ...(expected === undefined ? {} : { expected }),
  });
}

type Place = Position & { readonly file: string; readonly path: string };

/** The place of a value, as documents record it. */
export function placeOf(reader: Reader, path: Path): Place {
  return { file: reader.file, ...reader.locate(path), path: formatPath(path) };
}

/** The place of something that has a name: the place of the name. */
export function placeOfKey(reader: Reader, path: Path): Place {
  return { ...placeOf(reader, path), ...reader.locate(path, 'key') };
}

/**
 * The texts of a list as references; undefined if it is not a list. Items that are not text are
 * left out.
 */
export function referencesAt(
  reader: Reader,
  value: unknown,
  path: Path,
  canonical: (text: string) => string | undefined = (text) => text,
): Reference[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item, index) => {
    const name = typeof item === 'string' ? canonical(item) : undefined;
    if (name === undefined) return [];
    const at = [...path, index];
    return [{ name, ...reader.locate(at), path: formatPath(at) }];
  });
}

/** The value if it is a map, otherwise an empty map. The schema reports the wrong type. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The value if it is a list, otherwise an empty list. The schema reports the wrong type. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Removes the keys whose value is undefined. */
export function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
