import {
  type ChangedLogin,
  PolicyAdminServiceService as PolicyAdmin,
  type RehearsalSummary,
  type RehearseRequest,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseTime, parseWhole } from '../../input/durations.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { EXIT } from '../../output/exit.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';
import { decisionName, reasonName, serviceName } from '../../wire/names.js';
import { formatProgress, reportOutcome } from './outcome.js';

interface Options {
  readonly since: Date;
  readonly domain?: string;
  readonly list?: number;
}

export const policyRehearse = defineCommand<Options>({
  usage: 'rehearse <files...>',
  about: 'Replay recorded logins through documents that are not in force yet.',
  details: `Lays the documents over those in force, decides the logins of the record again and shows each that
would get another decision. Nothing is changed. Exit 3 if any would.`,
  options: [
    {
      flags: '--since <time>',
      about: 'logins from then on: 7d (ago), 2026-11-01',
      read: (text) => parseTime(text, Date.now()),
      required: true,
    },
    { flags: '--domain <domain>', about: 'only logins of this domain' },
    {
      flags: '--list <n>',
      about: 'list at most so many (default: 1000)',
      read: (text) => parseWhole(text, { min: 1, max: 1_000_000 }),
    },
  ],
  examples: ['policy rehearse a.tld.yaml --since 7d'],
  async run({ exchange, out }, files, { since, domain = '', list = 0 }) {
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
    out.result({ changed: changed.map(viewChanged), summary: viewSummary(summary) }, () =>
      [...(changed.length === 0 ? [] : [formatChanged(changed)]), formatSummary(summary)].join(
        '\n\n',
      ),
    );
    return (summary?.changed ?? 0n) > 0n ? EXIT.finding : EXIT.ok;
  },
});

function viewChanged(login: ChangedLogin) {
  const { decisionId, time, account, clientIp, ruleWas, ruleWouldBe } = login;
  return {
    decisionId,
    time,
    account,
    service: serviceName(login.service),
    clientIp,
    was: decisionName(login.was),
    wouldBe: decisionName(login.wouldBe),
    ruleWas,
    ruleWouldBe,
    reasonWouldBe: reasonName(login.reasonWouldBe),
  };
}

function viewSummary(summary: RehearsalSummary | undefined) {
  const counts = summary?.counts.map((count) => ({
    was: decisionName(count.was),
    wouldBe: decisionName(count.wouldBe),
    service: serviceName(count.service),
    rule: count.rule,
    count: count.count,
  }));
  return { ...summary, counts };
}

function formatChanged(logins: readonly ChangedLogin[]): string {
  const rows = logins
    .map(viewChanged)
    .map((login) => [
      formatTime(login.time),
      login.account,
      login.service,
      login.clientIp,
      `${login.was} → ${login.wouldBe}`,
      login.reasonWouldBe,
      login.ruleWouldBe,
    ]);
  return formatTable(['time', 'account', 'service', 'from', 'change', 'reason', 'rule'], rows);
}

function formatSummary(summary: RehearsalSummary | undefined): string {
  if (summary === undefined) return 'the server sent no summary';
  const { replayed, changed, notReplayable } = summary;
  const rest = notReplayable > 0n ? `, ${notReplayable} could not be replayed` : '';
  return `${replayed} logins replayed, ${changed} would change${rest}`;
}
