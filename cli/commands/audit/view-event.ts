import type { RecordedEvent } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { formatTime } from '../../output/times.js';
import { AsIs } from '../../output/to-json.js';

/** A recorded event: its index and source, and the CloudEvent itself; `event` is null if erased. */
export function viewEvent(recorded: RecordedEvent) {
  const { index, source, sequence, recordedAt } = recorded;
  return { index, source, sequence, recordedAt, event: new AsIs(parseEvent(recorded)) };
}

/** The CloudEvent; null if it was erased. */
export function parseEvent({ event }: RecordedEvent): Record<string, unknown> | null {
  return event.length === 0 ? null : JSON.parse(event.toString('utf8'));
}

export const EVENT_COLUMNS = ['index', 'time', 'type', 'who', 'from', 'what', 'id'];

/** One event as a row of a table. */
export function eventRow(recorded: RecordedEvent): string[] {
  const event = parseEvent(recorded);
  if (event === null) return [`${recorded.index}`, '', '(erased)', '', '', '', ''];
  const data = (event.data ?? {}) as Record<string, unknown>;
  const text = (key: string) => (typeof data[key] === 'string' ? data[key] : '');
  const claimed = text('claimed_ip') && `claimed ${text('claimed_ip')} at ${text('listener')}`;
  const what = [text('service'), text('decision'), text('reason'), text('rule'), claimed];
  return [
    `${recorded.index}`,
    formatTime(new Date(String(event.time))),
    String(event.type).replace(/^gatepost\./, ''),
    text('account') || text('document') || text('actor'),
    text('client_ip') || text('from_ip') || text('peer_ip') || text('prefix') || text('address'),
    what.filter((word) => word !== '').join(' '),
    String(event.id),
  ];
}
