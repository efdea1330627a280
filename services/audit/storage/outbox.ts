import type { Clock } from '../../../libs/clock/index.js';
import {
  eventRefused,
  numbersMissing,
  recordErased,
  recordRepaired,
  treeChanged,
} from '../../../libs/events/definitions/audit.js';
import { appendEvents, makeEvent, type PreparedEvent } from '../../../libs/events/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { AuditEvent, Requester } from '../core/audit-event.js';
import type { AppendEvent } from './erasing.js';

/** Appends this service's events to its outbox, from which they also reach the record. */
export function createOutbox({ clock, random }: { clock: Clock; random: Random }): AppendEvent {
  return (tx, event) => appendEvents(tx, [prepare(event, random.id(), clock.now())]);
}

function prepare(event: AuditEvent, id: string, time: number): PreparedEvent {
  const about = { id, time, service: 'audit', domain: undefined };
  switch (event.kind) {
    case 'erased': {
      const { cause, domain, count, indexes, eraser } = event;
      const actor = eraser === undefined ? {} : { actor: actorOf(eraser) };
      const of = domain === undefined ? {} : { domain };
      return makeEvent(
        recordErased,
        { ...about, domain },
        { cause, count, indexes, ...of, ...actor },
      );
    }
    case 'numbers-missing': {
      const { source, first, last } = event;
      return makeEvent(numbersMissing, about, { source, first, last });
    }
    case 'event-refused': {
      const { source, sequence, eventId, taken, index } = event;
      return makeEvent(eventRefused, about, { source, sequence, event_id: eventId, taken, index });
    }
    case 'tree-changed':
      return makeEvent(treeChanged, about, { size: event.size });
    case 'repaired': {
      const { subtrees, tree, searched, sources, by } = event;
      const what = { subtrees, tree, searched, sources: [...sources] };
      return makeEvent(recordRepaired, about, { ...what, actor: actorOf(by) });
    }
    default:
      return event satisfies never;
  }
}

function actorOf({ certificate, onBehalfOf, comment }: Requester) {
  return { certificate, comment, ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }) };
}
