import { invalidArgument, invalidArguments, type Violation } from '../../../libs/errors/index.js';
import { parseEvent } from '../core/cloud-event.js';
import type { Conflict } from '../core/conflict.js';
import type { Batch, Ledger, NumberedEvent } from '../ports.js';

export interface RecordRequest {
  readonly source: string;
  readonly events: readonly { readonly sequence: bigint; readonly event: Buffer }[];
}

const MOST_EVENTS = 1000;
const MOST_VIOLATIONS = 20;

export interface RecordParts {
  readonly ledger: Ledger;
  /** Called for each event that is refused because it conflicts with a recorded one. Must not throw. */
  readonly onConflict: (conflict: Conflict) => void;
  /** Called for each batch that is on disk. Must not throw. */
  readonly onRecorded: (source: string, events: number) => void;
}

/**
 * Records events of one source. Resolves with the last number once they are on disk. If all events have the number 0,
 * they get the source's next numbers, unless their id is recorded already.
 * @throws GatepostError INVALID_ARGUMENT that names each malformed event, or the one whose number or id was recorded
 * with other content; nothing of the request is recorded then. UNAVAILABLE.
 */
export async function record(
  { ledger, onConflict, onRecorded }: RecordParts,
  request: RecordRequest,
): Promise<number> {
  const batch = readBatch(request);
  const conflict = await ledger.append(batch);
  if (conflict !== undefined) {
    onConflict(conflict);
    throw refused(conflict, batch);
  }
  onRecorded(batch.source, batch.events.length);
  return (batch.events.at(-1) as NumberedEvent).sequence;
}

/** @throws GatepostError INVALID_ARGUMENT that lists every error by field */
function readBatch({ source, events }: RecordRequest): Batch {
  if (events.length < 1 || events.length > MOST_EVENTS) {
    throw invalidArgument('events', `1 to ${MOST_EVENTS}, not ${events.length}`);
  }
  const violations: Violation[] = [];
  const read: NumberedEvent[] = [];
  let before = 0;
  let unnumbered = 0;
  for (const [i, { sequence, event }] of events.entries()) {
    const number = Number(sequence);
    const isUnnumbered = number === 0 && before === 0;
    if (!isUnnumbered && (!Number.isSafeInteger(number) || number <= before || unnumbered > 0)) {
      const description = 'numbers start at 1 and ascend, or all are 0';
      violations.push({ field: `events[${i}].sequence`, description });
    }
    if (isUnnumbered) unnumbered += 1;
    before = number;
    const parsed = parseEvent(event, source);
    if (parsed.ok) read.push({ sequence: number, bytes: event, facts: parsed.value });
    else violations.push({ field: `events[${i}].event`, description: parsed.reason });
    if (violations.length >= MOST_VIOLATIONS) break;
  }
  if (violations.length > 0) throw invalidArguments(violations);
  return { source, events: read };
}

function refused({ sequence, eventId, taken }: Conflict, { events }: Batch): Error {
  const i = events.findIndex((event) => event.facts.id === eventId);
  return taken === 'number'
    ? invalidArgument(`events[${i}].sequence`, `number ${sequence} is another event's`)
    : invalidArgument(`events[${i}].event`, `id ${eventId} was recorded with other content`);
}
