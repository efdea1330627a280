import type { Failure } from '../../../libs/policy/verify/failure.js';

/** A problem in a document of a set, or in one that the set affects. */
export interface SetProblem {
  /** A stable word: `document`, `assert-failed`, `guardrail-failed`, `undecided`. */
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `rules[2].from[0]`; empty if the whole document is meant. */
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  readonly document: string;
  /** A connection, as JSON, that shows a failed demand; else empty. */
  readonly counterexample: string;
  /** The template that holds the problem. Every domain that extends it fails in the same way. */
  readonly template?: string;
}

/** Turns a failed assert or guardrail, or one that could not be decided, into a problem of the set. */
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

/** An error in a template or guardrail repeats in every document, and nobody reads a hundred thousand problems. */
export const MOST_REPORTED = 1000;

const MORE: SetProblem = {
  ...{ kind: 'more', file: '', line: 0, column: 0, path: '', expected: '', counterexample: '' },
  ...{
    document: 'the set',
    message: 'there are more problems, which are reported once these are fixed',
  },
};

/** The first problems, with a note if there are more. */
export function limitProblems(problems: readonly SetProblem[]): SetProblem[] {
  const own = problems.filter(({ kind }) => kind !== MORE.kind);
  if (own.length === problems.length && own.length <= MOST_REPORTED) return own;
  return [...own.slice(0, MOST_REPORTED), MORE];
}
