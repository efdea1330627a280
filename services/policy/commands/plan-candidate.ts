import type { Recompiled } from '../core/documents.js';
import type { SourceText } from '../core/read-sources.js';
import type { SetProblem } from '../core/set-problem.js';
import { readAll } from './apply/apply.js';
import { type PlanPorts, planRevision } from './apply/plan-revision.js';

/** How far long work has come. A total of 0 is not known yet. */
export interface Progress {
  readonly kind: 'progress';
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** Why a candidate cannot be tried. */
export interface Refused {
  readonly kind: 'refused';
  readonly problems: readonly SetProblem[];
}

/**
 * Reads and compiles a candidate, and checks it against the documents in force. Changes nothing.
 * @returns the documents that it compiles anew; undefined if it was refused
 */
export async function* planCandidate(
  sources: readonly SourceText[],
  ports: PlanPorts,
): AsyncGenerator<Progress | Refused, readonly Recompiled[] | undefined> {
  yield { kind: 'progress', phase: 'read', done: 0, total: 0 };
  const { documents, problems } = await readAll(sources, ports.checker, () => {});
  yield { kind: 'progress', phase: 'compile', done: 0, total: documents.length };
  const plan =
    problems.length === 0 ? await planRevision(documents, [], ports, () => {}) : { problems };
  if ('recompiled' in plan && plan.problems.length === 0) return plan.recompiled;
  yield { kind: 'refused', problems: plan.problems };
  return undefined;
}
