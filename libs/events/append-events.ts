import { unavailable } from '../errors/index.js';
import type { Queryable } from '../pg/index.js';
import type { PreparedEvent } from './event.js';
import { MOST_PENDING, PENDING } from './limit.js';

// All events or none: the limit applies to the whole statement.
const INSERT = {
  name: 'append-events',
  text: `INSERT INTO outbox (event_id, subject, event)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
         WHERE (${PENDING}) < $4`,
};

/**
 * Appends events to the outbox in the transaction `tx`. They are sent, in this order, if and only
 * if it commits.
 *
 * @throws GatepostError UNAVAILABLE if `mostPending` events wait for the slowest sink: a change
 *   that cannot be recorded must not happen; otherwise whatever the query throws
 */
export async function appendEvents(
  tx: Queryable,
  events: readonly PreparedEvent[],
  { mostPending = MOST_PENDING }: { readonly mostPending?: number } = {},
): Promise<void> {
  if (events.length === 0) return;
  const { count } = await tx.query(INSERT, [
    events.map(({ id }) => id),
    events.map(({ subject }) => subject),
    events.map(({ bytes }) => bytes),
    mostPending,
  ]);
  if (count === 0) throw unavailable('too many events wait to be recorded');
}
