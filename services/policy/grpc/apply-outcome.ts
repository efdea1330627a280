import type {
  Applied,
  Problem,
  Refused,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { ApplyOutcome } from '../commands/apply/apply.js';
import type { SetProblem } from '../core/set-problem.js';

type Outcome =
  | { readonly $case: 'applied'; readonly value: Applied }
  | { readonly $case: 'refused'; readonly value: Refused };

export function outcomeToWire(outcome: ApplyOutcome): Outcome {
  if (outcome.kind === 'refused') return { $case: 'refused', value: refusedToWire(outcome) };
  const { revision, changes, warnings, replicas } = outcome;
  return {
    $case: 'applied',
    value: {
      revision: BigInt(revision),
      changes: [...changes],
      warnings: atMost(
        warnings.map(({ kind, file, line, column, message }) => ({
          ...{ kind, file, line, column, message },
          ...{ path: '', expected: '', document: '', counterexample: '' },
        })),
      ),
      replicas: replicas.map(({ name, revision: serves, confirmedAt }) => ({
        name,
        revision: BigInt(serves),
        confirmedAt: new Date(confirmedAt),
      })),
    },
  };
}

export function refusedToWire({ problems }: { readonly problems: readonly SetProblem[] }): Refused {
  return { problems: atMost(problems) };
}

/** A template or guardrail that is wrong is so in every document: nobody reads a hundred thousand. */
const TOLD = 1000;

function atMost(problems: readonly Problem[]): Problem[] {
  if (problems.length <= TOLD) return [...problems];
  const more: Problem = {
    ...{ kind: 'more', file: '', line: 0, column: 0, path: '', expected: '', counterexample: '' },
    ...{ document: 'the set', message: `${problems.length - TOLD} more of these` },
  };
  return [...problems.slice(0, TOLD), more];
}
