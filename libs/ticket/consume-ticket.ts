import type { Queryable } from '../pg/index.js';
import { refuseTicket } from './refuse-ticket.js';

/**
 * Uses a ticket up, in the caller's transaction with what the ticket allows: if that is rolled back,
 * so is the use. Of two that use it at once the second waits for the first.
 *
 * The service's schema holds the shared SQL `used-ticket`. Each service that takes tickets has its
 * own table: a ticket is one-time in each of them.
 * @throws GatepostError PERMISSION_DENIED if it was used before
 */
export async function consumeTicket(
  client: Queryable,
  jti: string,
  expiresAt: number,
): Promise<void> {
  if (!(await useOnce(client, jti, expiresAt))) throw refuseTicket('it was used before');
}

/** As `consumeTicket`, for what may be asked again and is done once. @returns false: it was used before */
export async function useOnce(client: Queryable, jti: string, expiresAt: number): Promise<boolean> {
  const inserted = await client.query(
    'INSERT INTO used_ticket (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING',
    [jti, new Date(expiresAt)],
  );
  return inserted.count === 1;
}

/** Takes a use back that the same transaction made: what it was for did not happen. */
export async function returnTicket(client: Queryable, jti: string): Promise<void> {
  await client.query('DELETE FROM used_ticket WHERE jti = $1', [jti]);
}

/** Should time be set back, a ticket that had lapsed is good again: its use is known for a day. */
const KEEP_MS = 86_400_000;

/**
 * Forgets at most `limit` used tickets that lapsed a day before `now`. Replicas may do this at the
 * same time: none waits for another.
 * @returns how many were forgotten; `limit` says there may be more
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
