import type { Queryable } from '../../../libs/pg/index.js';

/** As the passkey service last reported. */
export async function readHasPasskey(db: Queryable, account: string): Promise<boolean> {
  const { count } = await db.query('SELECT 1 FROM holder WHERE account = $1 AND has_passkey', [
    account,
  ]);
  return count === 1;
}

/** Stores whether the account has a passkey, as the passkey service reports. */
export async function writeHasPasskey(tx: Queryable, account: string, has: boolean): Promise<void> {
  await tx.query('UPDATE holder SET has_passkey = $2 WHERE account = $1', [account, has]);
}

/** Deletes everything stored about an account except the row that holds it. Returns the number of rows. */
export async function deleteAll(tx: Queryable, account: string): Promise<number> {
  let removed = 0;
  for (const table of ['authenticator', 'recovery_code', 'attempt']) {
    const { count } = await tx.query(`DELETE FROM ${table} WHERE account = $1`, [account]);
    removed += count;
  }
  await writeHasPasskey(tx, account, false);
  return removed;
}
