import { unavailable } from '../errors/index.js';
import type { Queryable } from '../pg/index.js';
import type { PreparedEvent } from './event.js';
import { MOST_PENDING, PENDING } from './limit.js';

// All or nothing: the limit is one answer for the whole statement.
const INSERT = {
  name: 'append-events',
  text: `INSERT INTO outbox (event_id, subject, event)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
         WHERE (${PENDING}) < $4`,
};

/**
 * Appends events to the outbox, in the transaction `tx`: they go out if and only if it commits, in
 * this order.
 *
 * @throws GatepostError UNAVAILABLE if a sink is so far behind that `mostPending` events wait for it:
 * what cannot be recorded does not happen; else as the query does.
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
