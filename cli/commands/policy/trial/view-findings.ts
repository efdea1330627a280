import { Reason } from '../../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  Trial,
  TrialDifference,
  TrialSummary,
} from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatTable } from '../../../output/table.js';
import { formatTime } from '../../../output/times.js';
import { decisionName, reasonName, serviceName } from '../../../wire/names.js';
import { formatTrial, viewTrial } from './view-trial.js';

type Findings = TrialSummary & { readonly trial: Trial };

/** How many differences a terminal shows; --json shows all. */
const SHOWN = 40;
const DAY_MS = 86_400_000;
const PROVEN_AFTER_DAYS = 14;

/** A difference, with names instead of numbers. */
export function viewDifference(difference: TrialDifference) {
  const { account, ruleWas, ruleWouldBe, count, genuine, last, lastDecisionId } = difference;
  return {
    account,
    service: serviceName(difference.service),
    was: decisionName(difference.was),
    wouldBe: decisionName(difference.wouldBe),
    ...{ ruleWas, ruleWouldBe, reasonWouldBe: reasonWouldBe(difference) },
    ...{ count, genuine, last, lastDecisionId },
  };
}

/** Empty if the reason depends on something that the login did not look up. */
function reasonWouldBe({ reasonWouldBe: reason }: TrialDifference): string {
  return reason === Reason.UNSPECIFIED ? '' : reasonName(reason);
}

/** The summary, with its one-sentence verdict. */
export function viewFindings(summary: Findings) {
  return { ...summary, trial: viewTrial(summary.trial), says: sentenceOf(summary) };
}

/**
 * Whose logins would be decided differently, refusals first, and a sentence that says whether to
 * apply the document.
 */
export function formatFindings(differences: readonly TrialDifference[], summary: Findings): string {
  const rows = differences.slice(0, SHOWN).map((difference) => {
    const { account, service, was, wouldBe, ...rest } = viewDifference(difference);
    const { count, genuine, ruleWas, ruleWouldBe, reasonWouldBe, last } = rest;
    return [
      `${count}`,
      was === 'ALLOW' ? `${genuine}` : '',
      account,
      service,
      `${was} → ${wouldBe}`,
      reasonWouldBe,
      `${ruleWas || '(none)'} → ${ruleWouldBe || '(none)'}`,
      formatTime(last),
    ];
  });
  const columns = ['logins', 'genuine', 'account', 'service', 'change', 'reason', 'rule', 'last'];
  const hidden = Number(summary.differences) - rows.length;
  return [
    formatTrial(summary.trial),
    ...(rows.length === 0 ? [] : [formatTable(columns, rows)]),
    ...(hidden > 0 ? [`… and ${count(hidden)} more: --json`] : []),
    ...(summary.notKept > 0n ? [`${count(summary.notKept)} more logins are in no row`] : []),
    sentenceOf(summary),
  ].join('\n\n');
}

/** `ready to apply: in 14 days it would have allowed 4,102, refused 0 genuine, could not tell 37`. */
export function sentenceOf(summary: Findings): string {
  const { trial, at, ready } = summary;
  if (trial.failure !== '') return `not ready: it failed, and says nothing: ${trial.failure}`;
  const days = Math.floor(((at?.getTime() ?? 0) - (trial.startedAt?.getTime() ?? 0)) / DAY_MS);
  const parts = [
    `allowed ${count(summary.allowed)}`,
    ...(summary.askedMore > 0n ? [`asked ${count(summary.askedMore)} for more`] : []),
    `refused ${count(summary.refusedGenuine)} genuine`,
    ...(summary.refusedRecent > 0n
      ? [`refused ${count(summary.refusedRecent)} too recent to call genuine`]
      : []),
    ...(summary.refusedDisowned > 0n ? [`refused ${count(summary.refusedDisowned)} disowned`] : []),
    ...(summary.newlyAllowed > 0n ? [`let in ${count(summary.newlyAllowed)} that were not`] : []),
    `could not tell ${count(summary.unknown + summary.failed)}`,
  ];
  const found = `in ${days} ${days === 1 ? 'day' : 'days'} it would have ${parts.join(', ')}`;
  return ready ? `ready to apply: ${found}` : `not ready (${whyNot(summary, days)}): ${found}`;
}

function whyNot(summary: Findings, days: number): string {
  if (summary.refusedGenuine > 0n) return 'it would refuse people';
  if (days < PROVEN_AFTER_DAYS) return `it needs ${PROVEN_AFTER_DAYS} days`;
  if (summary.logins === 0n) return 'nobody signed in';
  if (summary.refusedRecent > 0n) return 'it may refuse people';
  return 'it could not tell enough';
}

function count(value: bigint | number): string {
  return value.toLocaleString('en');
}
