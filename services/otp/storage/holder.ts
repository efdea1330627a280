import type { Queryable } from '../../../libs/pg/index.js';
import { consumeTicket, refuseTicket, useOnce } from '../../../libs/ticket/index.js';
import type { UsedTicket } from '../ports.js';

/** Holds an account until the transaction ends; false if it is not known. */
export async function lockHolder(tx: Queryable, account: string): Promise<boolean> {
  const { count } = await tx.query(
    { name: 'otp-hold', text: 'SELECT 1 FROM holder WHERE account = $1 FOR UPDATE' },
    [account],
  );
  return count === 1;
}

/** Makes an account known, and holds it until the transaction ends. */
export async function makeHolder(tx: Queryable, account: string): Promise<void> {
  // A sweeper may remove the row between the two.
  while (!(await lockHolder(tx, account))) {
    await tx.query('INSERT INTO holder (account) VALUES ($1) ON CONFLICT DO NOTHING', [account]);
  }
}

/** Uses a ticket up. @throws GatepostError PERMISSION_DENIED */
export async function useTicket(tx: Queryable, account: string, ticket: UsedTicket): Promise<void> {
  await refuseEarlier(tx, account, ticket);
  await consumeTicket(tx, ticket.jti, ticket.expiresAt);
}

/** As `useTicket`, for what may be asked again. @returns false: it was used before */
export async function useTicketOnce(
  tx: Queryable,
  account: string,
  ticket: UsedTicket,
): Promise<boolean> {
  await refuseEarlier(tx, account, ticket);
  return useOnce(tx, ticket.jti, ticket.expiresAt);
}

async function refuseEarlier(tx: Queryable, account: string, ticket: UsedTicket): Promise<void> {
  const { rows } = await tx.query<{ tickets_from: Date | null }>(
    'SELECT tickets_from FROM holder WHERE account = $1',
    [account],
  );
  const from = rows[0]?.tickets_from?.getTime();
  if (from !== undefined && ticket.issuedAt < from) {
    throw refuseTicket('it was issued before the account was reset or removed');
  }
}

export async function refuseEarlierTickets(
  tx: Queryable,
  account: string,
  now: number,
): Promise<void> {
  await tx.query('UPDATE holder SET tickets_from = $2 WHERE account = $1', [
    account,
    new Date(now),
  ]);
}

/** As the passkey service told last. */
export async function readHasPasskey(db: Queryable, account: string): Promise<boolean> {
  const { count } = await db.query('SELECT 1 FROM holder WHERE account = $1 AND has_passkey', [
    account,
  ]);
  return count === 1;
}

export async function writeHasPasskey(tx: Queryable, account: string, has: boolean): Promise<void> {
  await tx.query('UPDATE holder SET has_passkey = $2 WHERE account = $1', [account, has]);
}

/** Deletes all that is kept of an account but the row that holds it; returns how many rows. */
export async function deleteAll(tx: Queryable, account: string): Promise<number> {
  let removed = 0;
  for (const table of ['authenticator', 'recovery_code', 'attempt']) {
    const { count } = await tx.query(`DELETE FROM ${table} WHERE account = $1`, [account]);
    removed += count;
  }
  await writeHasPasskey(tx, account, false);
  return removed;
}
