import {
  PolicyAdminServiceService as PolicyAdmin,
  type StartTrialRequest,
  type StartTrialResponse,
} from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../../input/common-options.js';
import { parseWhole } from '../../../input/durations.js';
import { readPolicyFiles } from '../../../input/policy-files.js';
import { CliError, EXIT } from '../../../output/exit.js';
import { formatProblem, formatProgress, reportOutcome } from '../outcome.js';
import { formatTrial, viewTrial } from './view-trial.js';

type Options = ActorOptions & { readonly remindAfter?: number };

export const trialStart = defineCommand<Options>({
  usage: 'start <file>',
  about: 'Start a trial: a document is evaluated beside the one in force.',
  details: `The document must pass the checks of "policy apply". From then on, the event of each login that the
document would decide says what it would have decided. No decision changes, and nobody is asked for more. A login is
part of one trial: that of its domain's own document or, if there is none, that of a template. A domain, a template or
"*" has one trial at a time. Exit 3 if the document is refused.`,
  options: [
    {
      flags: '--remind-after <days>',
      about: 'days after which the trial counts as forgotten (default: 30)',
      read: (text) => parseWhole(text, { min: 1, max: 365 }),
    },
    ...ACTOR_OPTIONS,
  ],
  examples: ['policy trial start a.tld.yaml --comment "a second factor for webmail"'],
  async run({ exchange, out }, files, options) {
    const value = { remindAfterDays: options.remindAfter ?? 0, actor: actorFrom(options) };
    const requests: StartTrialRequest[] = [
      { part: { $case: 'options', value } },
      ...readPolicyFiles(files).map(
        (file): StartTrialRequest => ({ part: { $case: 'file', value: file } }),
      ),
    ];
    let last: StartTrialResponse['part'];
    for await (const { part } of exchange(PolicyAdmin.startTrial, requests)) {
      if (part?.$case === 'progress') out.progress(formatProgress(part.value));
      last = part;
    }
    if (last?.$case === 'refused') return reportOutcome(out, last, '');
    if (last?.$case !== 'started' || last.value.trial === undefined) {
      throw new CliError('the server ended without an outcome');
    }
    const { trial, warnings } = last.value;
    out.result({ trial: viewTrial(trial), warnings }, () =>
      [
        ...warnings.map((warning) => `${formatProblem(warning)} (${warning.kind})`),
        formatTrial(trial),
        `the trial runs: gatepost policy trial show ${trial.document}`,
      ].join('\n'),
    );
    return EXIT.ok;
  },
});
