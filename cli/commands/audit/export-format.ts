import { formatCsvLine } from '../../../libs/csv/index.js';
import type { RecordedEvent } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { AsIs, toJson } from '../../output/to-json.js';
import { toEcs } from './ecs.js';
import { type LoginView, loginIn } from './login-view.js';
import { toOcsf } from './ocsf.js';
import { parseEvent, viewEvent } from './view-event.js';

/** How events are written to a file: the head, if there is one, then a line for each event that the format can hold. */
export interface ExportFormat {
  readonly head?: string;
  readonly end: string;
  /** Undefined if the format cannot hold the event. */
  line(recorded: RecordedEvent, leafHash: Buffer | undefined): string | undefined;
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
  ocsf: formatOfLogins(toOcsf),
  ecs: formatOfLogins(toEcs),
};

/** A format that holds logins only, each written as a document of a published schema. */
function formatOfLogins(
  view: (login: LoginView, recorded: { index: number; recordedAt: number }) => object,
): ExportFormat {
  return {
    end: '\n',
    line(recorded) {
      const event = parseEvent(recorded);
      const login = event === null ? undefined : loginIn(event);
      if (login === undefined) return undefined;
      const recordedAt = recorded.recordedAt?.getTime() ?? 0;
      const document = view(login, { index: Number(recorded.index), recordedAt });
      return toJson(new AsIs(document), { stream: true });
    },
  };
}

function textIn(values: Record<string, unknown>, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}
