import type { Failure } from '../../../libs/policy/verify/failure.js';

/** Something wrong with a document of a set, or with one that the set affects. */
export interface SetProblem {
  /** A stable word: `document`, `assert-failed`, `guardrail-failed`, `undecided`. */
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `rules[2].from[0]`; empty where the whole document is meant. */
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  readonly document: string;
  /** A connection that shows a failed demand, as JSON; else empty. */
  readonly counterexample: string;
  /** It stands in this template, and every domain that extends it fails alike. */
  readonly template?: string;
}

/** A failed assert or guardrail, or one that could not be decided, as a problem of the set. */
export function failureProblem(failure: Failure): SetProblem {
  const { counterexample, guardrail, file, line, column, message, domain, template } = failure;
  if (failure.kind === 'undecided') {
    return {
      ...{ kind: 'undecided', file, line, column, path: '', message, expected: '' },
      ...{ document: domain, counterexample: '' },
    };
  }
  return {
    kind: guardrail ? 'guardrail-failed' : 'assert-failed',
    file,
    line,
    column,
    path: '',
    message: `${guardrail ? 'guardrail' : 'assert'}: ${message}`,
    expected: '',
    ...(template === undefined
      ? { document: domain }
      : { document: `template:${template}`, template }),
    counterexample: counterexample ? JSON.stringify(counterexample) : '',
  };
}

/** A template or guardrail that is wrong is so in every document: nobody reads a hundred thousand. */
export const MOST_TOLD = 1000;

const MORE: SetProblem = {
  ...{ kind: 'more', file: '', line: 0, column: 0, path: '', expected: '', counterexample: '' },
  ...{ document: 'the set', message: 'more than are told: the others, once these are mended' },
};

/** The first of what is wrong, and whether there is more. */
export function mostTold(problems: readonly SetProblem[]): SetProblem[] {
  const own = problems.filter(({ kind }) => kind !== MORE.kind);
  if (own.length === problems.length && own.length <= MOST_TOLD) return own;
  return [...own.slice(0, MOST_TOLD), MORE];
}
