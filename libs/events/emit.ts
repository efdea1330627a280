import type * as z from 'zod';
import type { Queryable } from '../pg/index.js';
import { appendEvents } from './append-events.js';
import type { EventDefinition } from './define-event.js';
import { type EventContext, makeEvent } from './make-event.js';

/**
 * Puts one event into the outbox, in the transaction of what happened: it goes out if and only if
 * that commits.
 *
 * @throws GatepostError UNAVAILABLE if too many events wait; Error if the data is not what the
 * definition says
 */
export async function emit<Data extends z.ZodType>(
  tx: Queryable,
  definition: EventDefinition<Data>,
  context: EventContext,
  data: z.input<Data>,
): Promise<void> {
  await appendEvents(tx, [makeEvent(definition, context, data)]);
}
