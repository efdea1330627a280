import type { Queryable } from '../../../libs/pg/index.js';
import { consumeTicket, refuseTicket, useOnce } from '../../../libs/ticket/index.js';
import type { UsedTicket } from '../ports.js';
import { deleteRegistrations } from './registrations.js';

/** Holds an account until the transaction ends; false if it is not known. */
export async function lockHolder(tx: Queryable, account: string): Promise<boolean> {
  const { count } = await tx.query(
    { name: 'passkey-hold', text: 'SELECT 1 FROM holder WHERE account = $1 FOR UPDATE' },
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

/** The account's user handle; `make` makes the first. */
export async function userHandleOf(
  tx: Queryable,
  account: string,
  make: () => Buffer,
): Promise<Buffer> {
  const { rows } = await tx.query<{ user_handle: Buffer }>(
    `UPDATE holder SET user_handle = coalesce(user_handle, $2) WHERE account = $1
     RETURNING user_handle`,
    [account, make()],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an account that is not held');
  return row.user_handle;
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
    throw refuseTicket('it was issued before the account or its passkeys were removed');
  }
}

/** Also ends what they began. */
export async function refuseEarlierTickets(
  tx: Queryable,
  account: string,
  now: number,
): Promise<void> {
  await tx.query('UPDATE holder SET tickets_from = $2 WHERE account = $1', [
    account,
    new Date(now),
  ]);
  await deleteRegistrations(tx, account);
}

/** Deletes all that is kept of an account but the row that holds it; returns how many rows. */
export async function deleteAll(tx: Queryable, account: string): Promise<number> {
  const passkeys = await tx.query('DELETE FROM passkey WHERE account = $1', [account]);
  const registrations = await deleteRegistrations(tx, account);
  // A mailbox of this name that is made later is another's.
  await tx.query('UPDATE holder SET user_handle = NULL WHERE account = $1', [account]);
  return passkeys.count + registrations;
}
