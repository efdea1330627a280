import type {
  ChangeExample,
  ChangeGroup,
  ChangeSentence,
  ComparedDecision,
  PresentedFactors,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { printable } from '../../output/table.js';
import {
  decisionName,
  factorName,
  reasonName,
  serviceName,
  trustKindName,
} from '../../wire/names.js';
import type { Comparison } from './compare-files.js';

type Compared = Extract<Comparison, { $case: 'compared' }>;

/** How many names of domains a line shows. */
const SHOWN = 5;

/** The changes as `--json` shows them, with names instead of numbers. */
export function viewMeaning({ groups, summary }: Compared) {
  return {
    groups: groups.map((group) => ({ ...group, sentences: group.sentences.map(viewSentence) })),
    ...summary,
  };
}

function viewSentence(sentence: ChangeSentence) {
  const { services, trusts, presents, example, ...rest } = sentence;
  return {
    ...rest,
    services: services.map(serviceName),
    trusts: trusts.map(({ kinds }) => kinds.map(trustKindName)),
    presents: presents.map(viewPresented),
    example: example && viewExample(example),
  };
}

function viewPresented({ factors, secondFactor }: PresentedFactors) {
  return { factors: factors.map(factorName), secondFactor };
}

function viewExample(example: ChangeExample) {
  const { account, service, clientIp, trusted, presented, before, after } = example;
  const view = (decision: ComparedDecision | undefined) =>
    decision && {
      ...decision,
      decision: decisionName(decision.decision),
      reason: reasonName(decision.reason),
    };
  return {
    ...{ account, service: serviceName(service), clientIp },
    trusted: trusted.map(trustKindName),
    ...(presented && viewPresented(presented)),
    ...{ before: view(before), after: view(after) },
  };
}

/** The sentences, each with an example, for each group of domains. */
export function formatMeaning({ groups, summary }: Compared): string {
  const { domains, unchanged } = summary;
  const single = domains === 1n;
  const parts = groups.map((group) => [
    ...(single ? [] : [namesOf(group)]),
    ...(group.undecided ? [UNDECIDED] : []),
    ...group.sentences.flatMap((sentence) => [
      sentence.text,
      ...(sentence.example ? [`    for example ${formatExample(sentence.example)}`] : []),
    ]),
    ...group.settings.map(
      ({ setting, before, after }) => `${setting}: ${before ?? 'not set'} → ${after ?? 'not set'}`,
    ),
  ]);
  const total =
    unchanged === domains ? SAME : `${domains} domains compared, ${unchanged} unchanged`;
  const ends = single && unchanged !== domains ? [] : [total];
  return [...parts.map((lines) => lines.map(printable).join('\n')), ...ends].join('\n\n');
}

const SAME = 'the same policy in other words: no connection is decided otherwise';
const UNDECIDED =
  'It cannot be said: there are too many rules, accounts and ranges to compare, or too many changes to tell.';

function namesOf({ domains, count }: ChangeGroup): string {
  const shown = domains.slice(0, SHOWN);
  const more = count - BigInt(shown.length);
  const names = more > 0n ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
  return count === 1n ? `${names}:` : `${count} domains (${names}):`;
}

function formatExample(example: ChangeExample): string {
  const { account, service, clientIp, trusted, presented, before, after } = example;
  const kinds = trusted.map(trustKindName).join(' and ');
  const held = kinds === '' ? '' : `, trusted ${kinds}`;
  const factors = (presented?.factors ?? []).map(factorName).join(' + ');
  const at = `${account} at ${serviceName(service)} from ${clientIp}${held}`;
  return `${at}, ${factors}: ${formatDecision(before)} → ${formatDecision(after)}`;
}

function formatDecision(decided: ComparedDecision | undefined): string {
  if (decided === undefined) return '';
  const { decision, reason, rule, file, line } = decided;
  const by = rule === '' ? 'no rule matches' : `by "${rule}", ${file}:${line}`;
  const why = rule === '' ? '' : ` ${reasonName(reason)}`;
  return `${decisionName(decision)}${why} (${by})`;
}
