import type { Clock } from '../../../libs/clock/index.js';
import { appendEvents } from '../../../libs/events/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { CredentialEvent } from '../core/events.js';
import { prepareEvent } from './prepare-event.js';

/** Puts events into the outbox, in the transaction of what happened, in one statement. */
export function outbox({ clock, random }: { clock: Clock; random: Random }) {
  return (tx: Queryable, ...events: CredentialEvent[]): Promise<void> =>
    appendEvents(
      tx,
      events.map((event) => prepareEvent(event, { id: random.id(), time: clock.now() })),
    );
}
