import { formatCsvLine } from '../../../libs/csv/index.js';
import type { RecordedEvent } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { toJson } from '../../output/to-json.js';
import { parseEvent, viewEvent } from './view-event.js';

/** How events are written to a file: one line each, after a head if there is one. */
export interface ExportFormat {
  readonly head?: string;
  readonly end: string;
  line(recorded: RecordedEvent, leafHash: Buffer | undefined): string;
}

const FACTS = ['account', 'client_ip', 'service', 'decision', 'reason', 'rule'];
const COLUMNS = [
  ...['index', 'source', 'sequence', 'recorded_at', 'id', 'time', 'type', 'domain'],
  ...FACTS,
  'event',
];

export const EXPORT_FORMATS: Readonly<Record<string, ExportFormat>> = {
  jsonl: {
    end: '\n',
    line(recorded, leafHash) {
      const { salt } = recorded;
      return toJson({ ...viewEvent(recorded), salt, leafHash }, { stream: true });
    },
  },
  csv: {
    head: formatCsvLine(COLUMNS),
    end: '\r\n',
    line(recorded) {
      const { index, source, sequence, recordedAt } = recorded;
      const event = parseEvent(recorded) ?? {};
      const data = (event.data ?? {}) as Record<string, unknown>;
      return formatCsvLine([
        ...[`${index}`, source, `${sequence}`, recordedAt?.toISOString() ?? ''],
        ...['id', 'time', 'type', 'domain'].map((name) => textIn(event, name)),
        ...FACTS.map((name) => textIn(data, name)),
        recorded.event.toString('utf8'),
      ]);
    },
  },
};

function textIn(values: Record<string, unknown>, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}
