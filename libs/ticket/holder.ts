import type { Database, Queryable } from '../pg/index.js';
import type { TicketClaims } from './claims.js';
import { consumeTicket, useOnce } from './consume-ticket.js';
import { refuseTicket } from './refuse-ticket.js';

// The accounts about which a service stores something: its table `holder (account, tickets_from)`.

type Used = Pick<TicketClaims, 'jti' | 'issuedAt' | 'expiresAt'>;

const HOLD = { name: 'holder-lock', text: 'SELECT 1 FROM holder WHERE account = $1 FOR UPDATE' };

/** Locks an account until the transaction ends; false if it is not known. */
async function lockHolder(tx: Queryable, account: string): Promise<boolean> {
  const { count } = await tx.query(HOLD, [account]);
  return count === 1;
}

/** Adds an account if it is not known, and locks it until the transaction ends. */
async function makeHolder(tx: Queryable, account: string): Promise<void> {
  // A sweeper may delete the row between the two statements.
  while (!(await lockHolder(tx, account))) {
    await tx.query('INSERT INTO holder (account) VALUES ($1) ON CONFLICT DO NOTHING', [account]);
  }
}

/**
 * Transactions that lock an account until they end.
 * @param wrap gives `work` the transaction in the service's own terms
 */
export function holderTransactions<Tx>(
  db: Pick<Database, 'transaction'>,
  wrap: (tx: Queryable, account: string) => Tx,
) {
  return {
    /** Runs `work` on a known account. If the account is not known, returns undefined without running it. */
    onHolder: <T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T | undefined> =>
      db.transaction(async (tx) =>
        (await lockHolder(tx, account)) ? work(wrap(tx, account)) : undefined,
      ),
    /** Runs `work` on an account, which becomes known. */
    onAccount: <T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
      db.transaction(async (tx) => {
        await makeHolder(tx, account);
        return work(wrap(tx, account));
      }),
  };
}

/** Consumes an account's ticket. @throws GatepostError PERMISSION_DENIED */
export async function useTicket(tx: Queryable, account: string, ticket: Used): Promise<void> {
  await refuseEarlier(tx, account, ticket);
  await consumeTicket(tx, ticket.jti, ticket.expiresAt);
}

/** Same as `useTicket`, for a request that may be repeated. @returns false if it was used before */
export async function useTicketOnce(
  tx: Queryable,
  account: string,
  ticket: Used,
): Promise<boolean> {
  await refuseEarlier(tx, account, ticket);
  return useOnce(tx, ticket.jti, ticket.expiresAt);
}

async function refuseEarlier(tx: Queryable, account: string, ticket: Used): Promise<void> {
  const { rows } = await tx.query<{ tickets_from: Date | null }>(
    'SELECT tickets_from FROM holder WHERE account = $1',
    [account],
  );
  const from = rows[0]?.tickets_from?.getTime();
  if (from !== undefined && ticket.issuedAt < from) {
    throw refuseTicket('it was issued before the account or its factors were removed');
  }
}

/** Tickets of the account issued before `now` (ms since the epoch) are refused from then on. */
export async function refuseEarlierTickets(
  tx: Queryable,
  account: string,
  now: number,
): Promise<void> {
  const values = [account, new Date(now)];
  await tx.query('UPDATE holder SET tickets_from = $2 WHERE account = $1', values);
}

/**
 * No ticket lasts longer. Until then a removed account stays known, so that its tickets are
 * refused.
 */
const TICKETS_FROM_MS = 10 * 60_000;

/**
 * Deletes a batch of accounts that were reset or removed some time ago and have nothing since: no
 * row in any of `tables`, and `idle` (an SQL condition on `h`) holds. If an account gets something
 * meanwhile, the foreign key fails the batch, and the next batch leaves that account out. @returns
 * how many accounts it looked at
 */
export async function sweepHolders(
  db: Queryable,
  { now, limit }: { readonly now: number; readonly limit: number },
  { tables, idle = 'true' }: { readonly tables: readonly string[]; readonly idle?: string },
): Promise<number> {
  const { rows } = await db.query<{ account: string }>(
    `UPDATE holder SET tickets_from = NULL WHERE account IN (
       SELECT account FROM holder WHERE tickets_from < $1
       ORDER BY tickets_from LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING account`,
    [new Date(now - TICKETS_FROM_MS), limit],
  );
  const empty = tables.map(
    (table) => `NOT EXISTS (SELECT FROM ${table} WHERE account = h.account)`,
  );
  await db.query(
    `DELETE FROM holder h WHERE account = ANY($1) AND ${[idle, ...empty].join(' AND ')}`,
    [rows.map(({ account }) => account)],
  );
  return rows.length;
}
