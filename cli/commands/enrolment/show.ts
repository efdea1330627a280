import { defineCommand } from '../../define-command.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';
import { findUndelivered, UNDELIVERED_DAYS, type Undelivered } from './find-undelivered.js';
import {
  DAYS_OPTION,
  type FactorReport,
  type FindOptions,
  findWithoutFactor,
} from './find-without-factor.js';

export const enrolmentShow = defineCommand<FindOptions>({
  usage: 'show <domain>',
  about: 'List who has neither an authenticator nor a passkey.',
  details: `Asks about every account of the domain. People who used a webmail lately come first. "let in until" is the
end of the person's own grace period in the domain's document; "reminder" is when a mail will remind them. Reminders that
the mail server refused in the last ${UNDELIVERED_DAYS} days are listed below, with its answer. They are not tried again.`,
  options: [DAYS_OPTION],
  examples: ['enrolment show a.tld', 'enrolment show a.tld --days 90 --json'],
  async run(session, [domain = ''], options) {
    const [found, undelivered] = await Promise.all([
      findWithoutFactor(session, domain, options),
      findUndelivered(session, domain),
    ]);
    session.out.result({ ...found, undelivered: undelivered.map(toJson) }, () =>
      [formatReport(found), ...formatUndelivered(undelivered)].join('\n'),
    );
    return undefined;
  },
});

function formatReport({ accounts, without }: FactorReport): string {
  if (accounts === 0) return 'no account of this domain is known here';
  const having = `${accounts - without.length} of ${accounts} accounts have a second factor`;
  if (without.length === 0) return having;
  const rows = without.map(({ account, lastWebmail, until, remindAt }) => [
    account,
    lastWebmail === undefined ? '' : formatTime(lastWebmail),
    until === undefined ? 'no grace' : formatTime(until),
    remindAt === undefined ? '' : formatTime(remindAt),
  ]);
  const table = formatTable(['account', 'last webmail', 'let in until', 'reminder'], rows);
  return `${table}\n${having}${formatDays(without)}`;
}

function toJson({ account, at, why }: Undelivered) {
  return { account, at: new Date(at), why };
}

function formatUndelivered(undelivered: readonly Undelivered[]): string[] {
  if (undelivered.length === 0) return [];
  const rows = undelivered.map(({ account, at, why }) => [account, formatTime(new Date(at)), why]);
  const head = `${undelivered.length} could not be reminded by mail:`;
  return ['', head, formatTable(['account', 'given up', 'the mail server said'], rows)];
}

function formatDays(without: FactorReport['without']): string {
  const counts = new Map<string, number>();
  for (const { until } of without) {
    if (until === undefined) continue;
    const day = until.toISOString().slice(0, 10);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts]
    .sort()
    .map(([day, n]) => `\non ${day}, ${n} without one are let in no longer`)
    .join('');
}
