import type { Queryable } from '../pg/index.js';
import { refuseTicket } from './refuse-ticket.js';

/**
 * Consumes a ticket, in the caller's transaction with what the ticket allows: if that rolls back,
 * the ticket is not consumed. If two use it at once, the second waits for the first.
 *
 * The service's schema must include the shared SQL `used-ticket`. Each service that accepts tickets
 * has its own table, so a ticket is one-time in each of them.
 * @throws GatepostError PERMISSION_DENIED if it was used before
 */
export async function consumeTicket(
  client: Queryable,
  jti: string,
  expiresAt: number,
): Promise<void> {
  if (!(await useOnce(client, jti, expiresAt))) throw refuseTicket('it was used before');
}

/**
 * Same as `consumeTicket`, for a request that may be repeated and takes effect once. @returns false
 * if it was used before
 */
export async function useOnce(client: Queryable, jti: string, expiresAt: number): Promise<boolean> {
  const inserted = await client.query(
    'INSERT INTO used_ticket (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING',
    [jti, new Date(expiresAt)],
  );
  return inserted.count === 1;
}

/** Takes back a use made in the same transaction: what the ticket allowed did not happen. */
export async function returnTicket(client: Queryable, jti: string): Promise<void> {
  await client.query('DELETE FROM used_ticket WHERE jti = $1', [jti]);
}

/**
 * If a clock is set back, an expired ticket becomes valid again, so its use is remembered for a
 * day.
 */
const KEEP_MS = 86_400_000;

/**
 * Deletes at most `limit` used tickets that expired a day before `now`. Replicas may do this at the
 * same time: none waits for another.
 * @returns how many were deleted; if `limit`, there may be more
 */
export async function sweepTickets(
  client: Queryable,
  options: { now: number; limit: number },
): Promise<number> {
  const { now, limit } = options;
  const swept = await client.query(
    `DELETE FROM used_ticket WHERE jti IN (
       SELECT jti FROM used_ticket WHERE expires_at < $1
       ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now - KEEP_MS), limit],
  );
  return swept.count;
}
