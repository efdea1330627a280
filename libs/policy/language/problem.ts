/** A place in a text. Both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Source extends Position {
  readonly file: string;
}

/** Why a document is refused. Shown as `file:line:column: path: message`. */
export interface Problem extends Source {
  /** Such as `rules[2].from[0]`; empty if the whole document is meant. */
  readonly path: string;
  readonly message: string;
  /** What would be accepted there. */
  readonly expected?: string;
}

/**
 * The most problems reported for one document: nobody reads more, and a text could have very many.
 */
export const MAX_PROBLEMS = 1000;

export type Path = readonly (string | number)[];

/** Formats a path as `rules[2].from[0]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** Orders sources by file, line and column, for `sort`. */
export function compareSources(x: Source, y: Source): number {
  if (x.file !== y.file) return x.file < y.file ? -1 : 1;
  return x.line - y.line || x.column - y.column;
}
