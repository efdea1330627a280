import type { Queryable } from '../../../libs/pg/index.js';
import { consumeTicket, refuseTicket, useOnce } from '../../../libs/ticket/index.js';
import type { Ticket } from '../ports.js';

/**
 * Consumes a ticket, in a transaction that holds its account.
 * @throws GatepostError PERMISSION_DENIED if it was used before, or was issued before the account's purge
 */
export async function useTicket(tx: Queryable, ticket: Ticket): Promise<void> {
  await refusePurged(tx, ticket);
  await consumeTicket(tx, ticket.jti, ticket.expiresAt);
}

/**
 * As `useTicket`, for a call that may be repeated.
 * @returns false if the ticket was used before
 */
export async function useTicketOnce(tx: Queryable, ticket: Ticket): Promise<boolean> {
  await refusePurged(tx, ticket);
  return useOnce(tx, ticket.jti, ticket.expiresAt);
}

async function refusePurged(tx: Queryable, ticket: Ticket): Promise<void> {
  const purged = await tx.query(
    'SELECT FROM purged_account WHERE account = $1 AND purged_at >= $2',
    [ticket.account, new Date(ticket.issuedAt)],
  );
  if (purged.count > 0) throw refuseTicket('its account was removed since');
}

/** Voids every ticket of an account issued at or before `now`. */
export async function voidTickets(tx: Queryable, account: string, now: number): Promise<void> {
  await tx.query(
    `INSERT INTO purged_account (account, purged_at) VALUES ($1, $2)
     ON CONFLICT (account) DO UPDATE SET purged_at = excluded.purged_at`,
    [account, new Date(now)],
  );
}

/** Deletes purges before `time`, whose voided tickets have all expired. */
export async function forgetPurges(db: Queryable, time: number): Promise<void> {
  await db.query('DELETE FROM purged_account WHERE purged_at < $1', [new Date(time)]);
}
