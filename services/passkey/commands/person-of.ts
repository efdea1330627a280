import type { EventActor } from '../core/events.js';
import type { Ticket } from '../ports.js';

/** The person a ticket stands for, as an event names them. */
export function personOf({
  frontEnd,
  decisionId,
}: Pick<Ticket, 'frontEnd' | 'decisionId'>): EventActor {
  return { kind: 'person', frontEnd, decisionId };
}
