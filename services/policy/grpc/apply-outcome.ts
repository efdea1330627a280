import type {
  Applied,
  Problem,
  Refused,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { Warning } from '../../../libs/policy/warn/warning.js';
import type { ApplyOutcome } from '../commands/apply/apply.js';
import { limitProblems, type SetProblem } from '../core/set-problem.js';

type Outcome =
  | { readonly $case: 'applied'; readonly value: Applied }
  | { readonly $case: 'refused'; readonly value: Refused };

/** The outcome of Apply in the form of the RPC's answer. */
export function outcomeToWire(outcome: ApplyOutcome): Outcome {
  if (outcome.kind === 'refused') return { $case: 'refused', value: refusedToWire(outcome) };
  const { revision, changes, warnings, replicas } = outcome;
  return {
    $case: 'applied',
    value: {
      revision: BigInt(revision),
      changes: [...changes],
      warnings: warningsToWire(warnings),
      replicas: replicas.map(({ name, revision: serves, confirmedAt }) => ({
        name,
        revision: BigInt(serves),
        confirmedAt: new Date(confirmedAt),
      })),
    },
  };
}

/** The warnings of a set, at most `MOST_REPORTED`. */
export function warningsToWire(warnings: readonly Warning[]): Problem[] {
  return limitProblems(
    warnings.map(({ kind, file, line, column, message }) => ({
      ...{ kind, file, line, column, message },
      ...{ path: '', expected: '', document: '', counterexample: '' },
    })),
  );
}

/** The problems for which a set is refused, at most `MOST_REPORTED`. */
export function refusedToWire({ problems }: { readonly problems: readonly SetProblem[] }): Refused {
  return { problems: limitProblems(problems) };
}
