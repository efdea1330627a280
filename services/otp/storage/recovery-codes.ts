import type { Queryable } from '../../../libs/pg/index.js';
import type { HashedCode } from '../ports.js';

/** The ids of the keys with which the account's recovery codes are hashed. */
export async function readRecoveryKeyIds(tx: Queryable, account: string): Promise<string[]> {
  const { rows } = await tx.query<{ key_id: string }>(
    'SELECT DISTINCT key_id FROM recovery_code WHERE account = $1',
    [account],
  );
  return rows.map((row) => row.key_id);
}

/** Consumes the code with one of `hashes` in one statement. `used` for only one caller. */
export async function markRecoveryCodeUsed(
  tx: Queryable,
  account: string,
  hashes: readonly Buffer[],
  now: number,
): Promise<'used' | 'spent' | 'unknown'> {
  const used = await tx.query(
    `UPDATE recovery_code SET used_at = $3
     WHERE account = $1 AND hash = ANY($2::bytea[]) AND used_at IS NULL`,
    [account, hashes, new Date(now)],
  );
  if (used.count > 0) return 'used';
  const spent = await tx.query(
    'SELECT 1 FROM recovery_code WHERE account = $1 AND hash = ANY($2::bytea[])',
    [account, hashes],
  );
  return spent.count > 0 ? 'spent' : 'unknown';
}

/** Deletes unused codes made at or after `since`. */
export async function deleteCodesSince(
  tx: Queryable,
  account: string,
  since: number,
): Promise<number> {
  const { count } = await tx.query(
    'DELETE FROM recovery_code WHERE account = $1 AND created_at >= $2 AND used_at IS NULL',
    [account, new Date(since)],
  );
  return count;
}

/** @returns how many of the replaced codes were unused */
export async function replaceCodes(
  tx: Queryable,
  account: string,
  codes: readonly HashedCode[],
  now: number,
): Promise<number> {
  const gone = await tx.query<{ unused: boolean }>(
    'DELETE FROM recovery_code WHERE account = $1 RETURNING used_at IS NULL AS unused',
    [account],
  );
  if (codes.length > 0) {
    await tx.query(
      `INSERT INTO recovery_code (account, hash, key_id, created_at)
       SELECT $1, hash, key_id, $4 FROM unnest($2::bytea[], $3::text[]) AS code (hash, key_id)`,
      [account, codes.map(({ hash }) => hash), codes.map(({ keyId }) => keyId), new Date(now)],
    );
  }
  return gone.rows.filter(({ unused }) => unused).length;
}
