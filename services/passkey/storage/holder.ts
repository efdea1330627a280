import type { Queryable } from '../../../libs/pg/index.js';
import { deleteRegistrations } from './registrations.js';

/** The account's user handle. If there is none, `make` makes it. */
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

/** Deletes everything stored about an account except the row that holds it. Returns the number of rows. */
export async function deleteAll(tx: Queryable, account: string): Promise<number> {
  const passkeys = await tx.query('DELETE FROM passkey WHERE account = $1', [account]);
  const registrations = await deleteRegistrations(tx, account);
  await tx.query('DELETE FROM told_of_move WHERE account = $1', [account]);
  // A mailbox created later under this name belongs to somebody else.
  await tx.query('UPDATE holder SET user_handle = NULL WHERE account = $1', [account]);
  return passkeys.count + registrations;
}
