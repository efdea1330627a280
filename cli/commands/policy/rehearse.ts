import { Decision } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import {
  type ChangeCount,
  type ChangedLogin,
  PolicyAdminServiceService as PolicyAdmin,
  type RehearsalSummary,
  type RehearseRequest,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseTime, parseWhole } from '../../input/durations.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { CliError, EXIT } from '../../output/exit.js';
import { formatProgress, reportOutcome } from './outcome.js';
import { formatRehearsal, viewChanged, viewSummary } from './view-rehearsal.js';

interface Options {
  readonly since?: Date;
  readonly domain?: string;
  readonly list?: number;
}

export const policyRehearse = defineCommand<Options>({
  usage: 'rehearse <files...>',
  about: 'Replay recorded logins through documents that are not in force yet.',
  details: `Puts the documents over those in force, decides the recorded logins again, and shows each that would get
another decision. The use of a session is decided with the sign-in that granted it. Nothing is changed. Exit 3 if a
login that was allowed would be denied.`,
  options: [
    {
      flags: '--since <time>',
      about: 'logins from then on: 7d (ago, the default), 2026-11-01',
      read: (text) => parseTime(text, Date.now()),
    },
    { flags: '--domain <domain>', about: 'only logins of this domain' },
    {
      flags: '--list <n>',
      about: 'list at most this many (default: 1000)',
      read: (text) => parseWhole(text, { min: 1, max: 1_000_000 }),
    },
  ],
  examples: ['policy rehearse a.tld.yaml --since 7d'],
  async run({ exchange, out }, files, options) {
    const { since = parseTime('7d', Date.now()), domain = '', list = 0 } = options;
    const requests: RehearseRequest[] = [
      { part: { $case: 'options', value: { since, domain, listAtMost: list } } },
      ...readPolicyFiles(files).map(
        (value): RehearseRequest => ({ part: { $case: 'file', value } }),
      ),
    ];
    const changed: ChangedLogin[] = [];
    let summary: RehearsalSummary | undefined;
    for await (const { part } of exchange(PolicyAdmin.rehearse, requests)) {
      if (part?.$case === 'refused') return reportOutcome(out, part, '');
      if (part?.$case === 'progress') out.progress(formatProgress(part.value));
      if (part?.$case === 'changed') changed.push(part.value);
      if (part?.$case === 'summary') summary = part.value;
    }
    if (summary === undefined) throw new CliError('the server sent no summary');
    out.result({ changed: changed.map(viewChanged), summary: viewSummary(summary) }, () =>
      formatRehearsal(changed.map(viewChanged), summary),
    );
    return summary.counts.some(locksOut) ? EXIT.finding : EXIT.ok;
  },
});

function locksOut({ was, wouldBe }: ChangeCount): boolean {
  return was === Decision.ALLOW && wouldBe === Decision.DENY;
}
