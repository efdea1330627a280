import type { Queryable } from '../pg/index.js';
import type { PreparedEvent } from './event.js';

const INSERT = {
  name: 'append-events',
  text: `INSERT INTO outbox (event_id, subject, event)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])`,
};

/**
 * Appends events to the outbox, in the transaction `tx`: they go out if and only if it commits.
 *
 * @throws GatepostError as the query does
 */
export async function appendEvents(tx: Queryable, events: readonly PreparedEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(INSERT, [
    events.map(({ id }) => id),
    events.map(({ subject }) => subject),
    events.map(({ bytes }) => bytes),
  ]);
}
