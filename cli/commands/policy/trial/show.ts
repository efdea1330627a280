import {
  PolicyAdminServiceService as PolicyAdmin,
  type TrialDifference,
  type TrialSummary,
} from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../../define-command.js';
import { readPages } from '../../../input/common-options.js';
import { parseWhole } from '../../../input/durations.js';
import { CliError, EXIT, type ExitCode } from '../../../output/exit.js';
import type { Session } from '../../../session/session.js';
import { documentNamed } from '../document-argument.js';
import { formatProgress } from '../outcome.js';
import { formatFindings, viewDifference, viewFindings } from './view-findings.js';
import { formatTrials, viewTrial } from './view-trial.js';

const NAME_IT = 'name that';

export const trialShow = defineCommand<{ readonly list?: number }>({
  usage: 'show [document]',
  about: 'Show what a trial has found, or which trials there are.',
  details: `Reads the record since the start of the trial. Shows whose logins the document would have decided
differently, by person and rule, refusals first, and whether the document is ready to apply. A login is genuine if two
factors were proved, or one factor was proved and nobody disowned the login for 14 days. "Could not tell" means that
the decision depends on something that the login did not look up. Exit 3 if a genuine login would have been refused,
or the trial failed. Without a document, lists the trials; that needs all domains.`,
  options: [
    {
      flags: '--list <n>',
      about: 'list at most so many differences (default: 1000)',
      read: (text) => parseWhole(text, { min: 1, max: 20_000 }),
    },
  ],
  examples: ['policy trial show a.tld', 'policy trial show'],
  run: (session, [document], { list = 0 }) =>
    document === undefined
      ? listTrials(session)
      : showFindings(session, documentNamed(document, NAME_IT), list),
});

async function listTrials({ call, out }: Session): Promise<ExitCode> {
  const trials = await readPages({
    limit: undefined,
    fetch: (page) => call(PolicyAdmin.listTrials, { page, prefix: '' }),
    items: (page) => page.trials,
  });
  out.result(trials.map(viewTrial), () =>
    trials.length === 0 ? 'no trial is running' : formatTrials(trials),
  );
  return EXIT.ok;
}

async function showFindings(session: Session, document: string, listAtMost: number) {
  const { follow, out } = session;
  const differences: TrialDifference[] = [];
  let summary: TrialSummary | undefined;
  for await (const { part } of follow(PolicyAdmin.showTrial, { document, listAtMost })) {
    if (part?.$case === 'progress') out.progress(formatProgress(part.value));
    if (part?.$case === 'difference') differences.push(part.value);
    if (part?.$case === 'summary') summary = part.value;
  }
  if (summary?.trial === undefined) throw new CliError('the server sent no summary');
  const found = { ...summary, trial: summary.trial };
  out.result({ differences: differences.map(viewDifference), summary: viewFindings(found) }, () =>
    formatFindings(differences, found),
  );
  const finding = found.refusedGenuine > 0n || found.trial.failure !== '';
  return finding ? EXIT.finding : EXIT.ok;
}
