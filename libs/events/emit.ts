import type * as z from 'zod';
import type { Clock } from '../clock/index.js';
import { domainOfAccount } from '../names/account.js';
import type { Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
import { appendEvents } from './append-events.js';
import type { EventDefinition } from './define-event.js';
import { type EventContext, makeEvent } from './make-event.js';

/**
 * Puts one event into the outbox, in the transaction of the change it reports. It is sent if and
 * only if that transaction commits.
 *
 * @throws GatepostError UNAVAILABLE if too many events wait; Error if the data does not match the
 *   definition
 */
export async function emit<Data extends z.ZodType>(
  tx: Queryable,
  definition: EventDefinition<Data>,
  context: EventContext,
  data: z.input<Data>,
): Promise<void> {
  await appendEvents(tx, [makeEvent(definition, context, data)]);
}

/** `emit` for commands, bound to their transaction: one event of the definition for each `data`. */
export type Emit = <Data extends z.ZodType>(
  definition: EventDefinition<Data>,
  ...data: readonly z.input<Data>[]
) => Promise<void>;

/** `emit` for one service: one event for each `data`, in one statement. */
export type Emitter = <Data extends z.ZodType>(
  tx: Queryable,
  definition: EventDefinition<Data>,
  ...data: readonly z.input<Data>[]
) => Promise<void>;

/**
 * Makes the `emit` of a service. An event gets the time of `clock`, and the domain that its data
 * names or to which its account belongs.
 */
export function emitter(parts: {
  readonly service: string;
  readonly clock: Clock;
  readonly random: Random;
}): Emitter {
  const { service, clock, random } = parts;
  return (tx, definition, ...data) =>
    appendEvents(
      tx,
      data.map((one) =>
        makeEvent(
          definition,
          { id: random.id(), service, time: clock.now(), domain: domainIn(one) },
          one,
        ),
      ),
    );
}

function domainIn(data: unknown): string | undefined {
  const { domain, account } = data as { readonly domain?: string; readonly account?: string };
  return domain ?? (account === undefined ? undefined : domainOfAccount(account));
}
