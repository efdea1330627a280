import type { Queryable } from '../pg/index.js';

/** A request to end all logins that began earlier, and why. */
export interface NotBeforeAsk {
  readonly id: string;
  /** Canonical `local@domain`, or a domain, for all its accounts. */
  readonly owner: string;
  /** `password-set`, `otp-reset`, … */
  readonly reason: string;
  /** SPIFFE URI of the caller that made the change. */
  readonly actor: string;
}

const COLUMNS = 'id, owner, reason, actor';

/** Stores an ask in the caller's transaction. It is due at `nextTryAt` (ms since the epoch). */
export async function insertAsk(
  tx: Queryable,
  ask: NotBeforeAsk,
  nextTryAt: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO not_before_ask (${COLUMNS}, next_try_at) VALUES ($1, $2, $3, $4, $5)`,
    [ask.id, ask.owner, ask.reason, ask.actor, new Date(nextTryAt)],
  );
}

/** Takes at most `limit` asks that are due. Until `leaseUntil` (ms) no other replica takes them. */
export async function leaseAsks(
  db: Queryable,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<NotBeforeAsk[]> {
  const { rows } = await db.query<NotBeforeAsk>(
    `UPDATE not_before_ask SET next_try_at = $2
     WHERE id IN (
       SELECT id FROM not_before_ask WHERE next_try_at <= $1
       ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [new Date(now), new Date(leaseUntil), limit],
  );
  return rows;
}

/** Deletes an ask that trust-store has confirmed. */
export async function deleteAsk(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM not_before_ask WHERE id = $1', [id]);
}

/** Makes an ask due at `nextTryAt` (ms since the epoch), after an attempt failed. */
export async function postponeAsk(db: Queryable, id: string, nextTryAt: number): Promise<void> {
  await db.query('UPDATE not_before_ask SET next_try_at = $2 WHERE id = $1', [
    id,
    new Date(nextTryAt),
  ]);
}
