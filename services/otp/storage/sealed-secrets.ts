import type { Queryable } from '../../../libs/pg/index.js';
import type { SealedSecret } from '../ports.js';

export interface SealedRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: SealedSecret;
}

/** How many secrets there are, and how many of them are sealed under a key other than `keyId`. */
export async function countSecrets(
  db: Queryable,
  keyId: string,
): Promise<{ total: number; others: number }> {
  const { rows } = await db.query<{ total: number; others: number }>(
    `SELECT count(*)::int AS total, count(*) FILTER (WHERE key_id <> $1)::int AS others
     FROM authenticator`,
    [keyId],
  );
  return rows[0] ?? { total: 0, others: 0 };
}

/** Secrets sealed under a key other than `keyId`, by id, after the id `after`. */
export async function readSecretsOfOtherKeys(
  db: Queryable,
  { keyId, after, limit }: { keyId: string; after: string; limit: number },
): Promise<SealedRow[]> {
  const { rows } = await db.query<{ id: string; account: string; key_id: string; sealed: Buffer }>(
    `SELECT id, account, key_id, sealed FROM authenticator
     WHERE key_id <> $1 AND id > $2 ORDER BY id LIMIT $3`,
    [keyId, after, limit],
  );
  return rows.map(({ id, account, key_id, sealed }) => ({
    id,
    account,
    sealed: { keyId: key_id, bytes: sealed },
  }));
}

/**
 * Replaces the secret that was read with the resealed one. False if it has changed or gone meanwhile. Runs as its own
 * statement and never locks two rows, so it cannot deadlock.
 */
export async function replaceSecret(
  db: Queryable,
  id: string,
  { from, to }: { from: SealedSecret; to: SealedSecret },
): Promise<boolean> {
  const { count } = await db.query(
    `UPDATE authenticator SET key_id = $3, sealed = $4 WHERE id = $1 AND sealed = $2`,
    [id, from.bytes, to.keyId, to.bytes],
  );
  return count === 1;
}

/** The keys that secrets and recovery codes need. */
export async function readKeyIds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ key_id: string }>(
    'SELECT key_id FROM authenticator UNION SELECT key_id FROM recovery_code',
  );
  return rows.map((row) => row.key_id);
}
