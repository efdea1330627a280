import type { Queryable } from '../../../libs/pg/index.js';
import type { TrustRevocation } from '../ports.js';

export async function insertTrustRevocation(
  tx: Queryable,
  { id, account, actor, askedAt, tries }: TrustRevocation,
  nextTryAt: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO trust_revocation (id, account, actor, asked_at, tries, next_try_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, account, actor, new Date(askedAt), tries, new Date(nextTryAt)],
  );
}

interface RevocationRow {
  readonly id: string;
  readonly account: string;
  readonly actor: string;
  readonly asked_at: Date;
  readonly tries: number;
}

/**
 * Takes those that are due until `leaseUntil`: meanwhile no other replica takes them. At most
 * `limit`, the longest due first.
 */
export async function leaseTrustRevocations(
  db: Queryable,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<TrustRevocation[]> {
  const { rows } = await db.query<RevocationRow>(
    `UPDATE trust_revocation SET next_try_at = $2
     WHERE id IN (
       SELECT id FROM trust_revocation WHERE next_try_at <= $1
       ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING id, account, actor, asked_at, tries`,
    [new Date(now), new Date(leaseUntil), limit],
  );
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    actor: row.actor,
    askedAt: row.asked_at.getTime(),
    tries: row.tries,
  }));
}

/** Trust-store has confirmed it. */
export async function deleteTrustRevocation(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM trust_revocation WHERE id = $1', [id]);
}

export async function postponeTrustRevocation(
  db: Queryable,
  id: string,
  nextTryAt: number,
): Promise<void> {
  await db.query('UPDATE trust_revocation SET tries = tries + 1, next_try_at = $2 WHERE id = $1', [
    id,
    new Date(nextTryAt),
  ]);
}
