import type { Clock } from '../../../libs/clock/index.js';
import { appendEvents } from '../../../libs/events/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { PasskeyEvent } from '../core/events.js';
import { prepareEvent } from './prepare-event.js';

/** Puts an event into the outbox, in the transaction of what happened. */
export function outbox({ clock, random }: { clock: Clock; random: Random }) {
  return (tx: Queryable, event: PasskeyEvent): Promise<void> =>
    appendEvents(tx, [prepareEvent(event, { id: random.id(), time: clock.now() })]);
}
