import type * as z from 'zod';
import type { Clock } from '../clock/index.js';
import { domainOfAccount } from '../names/account.js';
import type { Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
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

/** `emit` as commands have it, in their transaction: an event of the definition for each `data`. */
export type Emit = <Data extends z.ZodType>(
  definition: EventDefinition<Data>,
  ...data: readonly z.input<Data>[]
) => Promise<void>;

/** `emit` of one service: an event for each `data`, in one statement. */
export type Emitter = <Data extends z.ZodType>(
  tx: Queryable,
  definition: EventDefinition<Data>,
  ...data: readonly z.input<Data>[]
) => Promise<void>;

/**
 * The `emit` of a service. An event has the time of `clock`, and the domain that its data names, or whose
 * account it names.
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
