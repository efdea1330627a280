import type { Trial } from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatFields } from '../../../output/output.js';
import { formatTable } from '../../../output/table.js';
import { formatTime } from '../../../output/times.js';

/** A trial with the names of its fields. */
export function viewTrial(trial: Trial) {
  const { document, id, file, revision, startedAt, actor, comment } = trial;
  const { remindAt, forgotten, failure, domains } = trial;
  return {
    ...{ document, id, file, revision, startedAt, actor, comment },
    ...{ remindAt, forgotten, failure, domains },
  };
}

/** One trial as fields, one line each. */
export function formatTrial(trial: Trial): string {
  const { document, file, domains, startedAt, actor, comment, remindAt, failure } = trial;
  return formatFields([
    ['document', document],
    ['file', file],
    ['domains', domains === 1 ? undefined : `${domains}`],
    ['since', `${formatTime(startedAt)} by ${actor}`],
    ['comment', comment],
    ['forgotten', `${trial.forgotten ? 'since' : 'from'} ${formatTime(remindAt)}`],
    ['failed', failure],
  ]);
}

/** The table of trials. */
export function formatTrials(trials: readonly Trial[]): string {
  return formatTable(
    ['document', 'state', 'since', 'by', 'file', 'comment'],
    trials.map((trial) => [
      trial.document,
      trial.failure !== '' ? 'failed' : trial.forgotten ? 'forgotten' : 'running',
      formatTime(trial.startedAt),
      trial.actor,
      trial.file,
      trial.comment,
    ]),
  );
}
