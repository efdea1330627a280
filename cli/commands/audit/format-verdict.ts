import type { Source } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  type Finding,
  type RecordReport,
  type SignedCheckpoint,
  TIME_TOLERANCE_MS,
  type TimesReport,
} from '../../../libs/merkle/index.js';
import { formatFields } from '../../output/output.js';
import { printable } from '../../output/table.js';
import type { IndexFindings } from './check-index.js';
import type { RecordAlarms } from './find-alarms.js';
import type { Witnessed } from './find-witnessed.js';
import type { ChangedEvent } from './read-and-verify.js';

const UNSEEN =
  'whether the record was rewritten before the newest checkpoint and signed again: keep checkpoints (--keep), and give one with --against';

/** The result in words, the findings first. */
export function formatVerdict(verdict: {
  readonly good: boolean;
  readonly report: RecordReport;
  readonly times: TimesReport;
  readonly changed: readonly ChangedEvent[];
  readonly index: IndexFindings;
  /** Sources with missing numbers. */
  readonly gaps: readonly Source[];
  readonly alarms: RecordAlarms;
  readonly witnessed: readonly Witnessed[];
  readonly kept: SignedCheckpoint | undefined;
  /** The index of the first event read. The kept checkpoint vouches for the events before it. */
  readonly from: number;
}): string {
  const { good, report, times, changed, index, gaps, alarms, witnessed, kept, from } = verdict;
  const { findings, leaves, erased, verifiedSize } = report;
  const against =
    kept === undefined
      ? 'the newest checkpoint'
      : `the newest checkpoint and the kept one of ${kept.size} events`;
  const summary = formatFields([
    ['events', from === 0 ? `${leaves}` : `${leaves}, from ${from} on`],
    ['erased', erased === 0 ? '' : `${erased}, each accounted for unless said otherwise`],
    ['verified', `${verifiedRange(from, verifiedSize)}, against ${against}`],
    ['recorded', formatTimes(times)],
    ['cosigned', witnessed.flatMap(formatWitnessed).join(', ')],
    ['result', good ? 'nothing was changed' : 'NOT as it should be'],
    ['not shown', notShown(kept, from)],
  ]);
  const lines = [...findings.map((finding) => formatFinding(finding, changed))];
  return [
    ...lines,
    ...times.outside.map(formatOutside),
    ...formatIndex(index),
    ...gaps.map(formatGap),
    ...witnessed
      .filter(({ checkpoint }) => checkpoint === undefined)
      .map(({ witness }) => `no checkpoint of the last 70 minutes is cosigned by ${witness}`),
    ...formatAlarms(alarms),
    summary,
  ].join('\n');
}

/** The bounds that checkpoints give for the times of recording. */
function formatTimes({ bounded, widest }: TimesReport): string {
  if (bounded === 0) return 'when the server says: no signed times around the events';
  const minutes = Math.ceil((widest + 2 * TIME_TOLERANCE_MS) / 60_000);
  return `${bounded} within ${minutes} min that signed times show`;
}

function formatWitnessed({ witness, checkpoint }: Witnessed): string[] {
  return checkpoint === undefined ? [] : [`the first ${checkpoint.size} by ${witness}`];
}

function formatOutside(range: { begin: number; end: number }): string {
  return `events ${rangeOf(range)} were not recorded when the record says: signed times around them differ`;
}

function verifiedRange(from: number, end: number): string {
  if (from === 0) return `the first ${end}`;
  return end > from ? `${from} to ${end - 1}` : 'nothing new';
}

function notShown(kept: SignedCheckpoint | undefined, from: number): string {
  if (kept === undefined) return UNSEEN;
  return from === 0
    ? ''
    : `whether payloads before ${from} are still there: read them without --tail`;
}

function formatAlarms({ unsignedSince, refused, stuck }: RecordAlarms): string[] {
  return [
    ...(unsignedSince === undefined
      ? []
      : [
          `no checkpoint is signed: an event has waited for one since ${unsignedSince.toISOString()}`,
        ]),
    ...stuck.map((replica) => `the record accepts no events of ${replica}: gatepost health`),
    ...refused.map((id) => `an event was refused: gatepost audit query --id ${id} shows it`),
  ];
}

const MOST_NAMED = 20;

function formatIndex({ differing, miscounted }: IndexFindings): string[] {
  const named = differing.slice(0, MOST_NAMED).join(', ');
  const more = differing.length > MOST_NAMED ? ` and ${differing.length - MOST_NAMED} more` : '';
  return [
    ...(differing.length === 0
      ? []
      : [`the search index does not match these events: ${named}${more}`]),
    ...miscounted.map((source) => `${source}: the stored numbers differ from those of its events`),
  ];
}

function formatFinding(finding: Finding, changed: readonly ChangedEvent[]): string {
  switch (finding.kind) {
    case 'split-view':
      return `two signed checkpoints of size ${finding.size} differ: the log shows different trees`;
    case 'event-changed':
      return `event ${finding.index} was changed${finding.proven ? '' : ' (under no checkpoint)'}${asItIs(finding.index, changed)}`;
    case 'leaf-repeated':
      return `event ${finding.index} occurs twice`;
    case 'leaves-missing':
      return `events ${rangeOf(finding.range)} are missing`;
    case 'tree-changed':
      return `among events ${rangeOf(finding.range)} one was changed`;
    case 'truncated':
      return `the record ends before events ${rangeOf(finding.range)}, which a checkpoint has`;
    case 'erased-unaccounted':
      return `events ${rangeOf(finding.range)} are gone, and no event says that they were erased`;
    default:
      return finding satisfies never;
  }
}

function rangeOf({ begin, end }: { begin: number; end: number }): string {
  return `${begin} to ${end - 1}`;
}

/** Shown as it is now, as the person who changed the event wrote it. */
function asItIs(index: number, changed: readonly ChangedEvent[]): string {
  const found = changed.find((each) => each.index === index);
  if (found === undefined) return '';
  return `: number ${found.sequence} of ${printable(found.source)}, now ${printable(found.event)}`;
}

function formatGap({ source, missing }: Source): string {
  const ranges = missing.map(({ first, last }) =>
    first === last ? `${first}` : `${first}-${last}`,
  );
  return `${source}: these numbers never arrived: ${ranges.join(', ')}`;
}
