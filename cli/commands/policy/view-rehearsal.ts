import type {
  ChangedLogin,
  RehearsalSummary,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';
import { decisionName, reasonName, serviceName } from '../../wire/names.js';

/** How many logins a terminal shows; --json shows all. */
const SHOWN = 20;

/** A login that would be decided differently, with names instead of numbers. */
export function viewChanged(login: ChangedLogin) {
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

/** The summary of a rehearsal, with names instead of numbers. */
export function viewSummary(summary: RehearsalSummary) {
  const counts = summary.counts.map((count) => ({
    was: decisionName(count.was),
    wouldBe: decisionName(count.wouldBe),
    service: serviceName(count.service),
    rule: count.rule,
    count: count.count,
  }));
  return { ...summary, counts };
}

/**
 * What would change: by kind, service and rule, the accounts affected most, and the latest logins.
 */
export function formatRehearsal(
  changed: readonly ReturnType<typeof viewChanged>[],
  summary: RehearsalSummary,
): string {
  const { counts, accounts } = viewSummary(summary);
  const parts = [
    formatTable(
      ['logins', 'change', 'service', 'rule'],
      counts.map((one) => [
        `${one.count}`,
        `${one.was} → ${one.wouldBe}`,
        one.service,
        one.rule === '' ? '(none)' : one.rule,
      ]),
    ),
    formatTable(
      ['logins', 'account most affected'],
      accounts.map(({ account, count }) => [`${count}`, account]),
    ),
    formatLogins(changed),
    ...(changed.length > SHOWN ? [`… and ${summary.changed - BigInt(SHOWN)} more: --json`] : []),
  ];
  return [...(changed.length > 0 ? parts : []), formatTotals(summary)].join('\n\n');
}

/** The table of the first logins that would be decided differently. */
export function formatLogins(changed: readonly ReturnType<typeof viewChanged>[]): string {
  return formatTable(
    ['time', 'account', 'service', 'from', 'change', 'reason', 'rule'],
    changed
      .slice(0, SHOWN)
      .map((login) => [
        formatTime(login.time),
        login.account,
        login.service,
        login.clientIp,
        `${login.was} → ${login.wouldBe}`,
        login.reasonWouldBe,
        login.ruleWouldBe,
      ]),
  );
}

function formatTotals({ replayed, changed, notReplayable }: RehearsalSummary): string {
  const rest = notReplayable > 0n ? `, ${notReplayable} could not be replayed` : '';
  return `${replayed} logins replayed, ${changed} would change${rest}`;
}
