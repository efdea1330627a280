import type { Removal } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { CliError, EXIT, type ExitCode } from '../../output/exit.js';
import { formatFields, type Output } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

/** Whether every service has removed the account. */
export function isDone(removal: Removal | undefined): boolean {
  return removal?.completedAt !== undefined;
}

/** Prints the progress of a removal. @throws CliError if the server sent none */
export function reportRemoval(out: Output, removal: Removal | undefined): ExitCode {
  if (removal === undefined) throw new CliError('the server sent no removal');
  const { account, requestedAt, completedAt, waiting, removed } = removal;
  const nobody = isDone(removal) && removed === 0;
  out.result(removal, () =>
    formatFields([
      ['account', account],
      ['asked for', formatTime(requestedAt)],
      ['completed', completedAt === undefined ? 'not yet' : formatTime(completedAt)],
      ['waiting for', waiting.join(', ')],
      ['removed', nobody ? 'nothing: no such account was known' : `${removed} rows`],
    ]),
  );
  return isDone(removal) && !nobody ? EXIT.ok : EXIT.finding;
}
