import type { Queryable } from '../../../libs/pg/index.js';
import type { Move } from '../core/hosts.js';

/**
 * Chooses people who have a passkey of the host that is given up and were not notified yet, and notes that they are
 * notified now. If two replicas choose the same person, the second finds the note of the first.
 * @returns their accounts
 */
export async function claimUnnotified(
  tx: Queryable,
  { from, until, domains: { which, names } }: Move,
  { now, most }: { readonly now: number; readonly most: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ account: string }>(CLAIM, [
    from,
    new Date(until),
    which === 'only',
    names,
    new Date(now),
    most,
  ]);
  return rows.map(({ account }) => account);
}

/** Deletes notes about moves that are over. Returns the number of rows. */
export async function sweepMoves(db: Queryable, now: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM told_of_move WHERE (account, rp_id) IN (
       SELECT account, rp_id FROM told_of_move WHERE until <= $1
       ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now), limit],
  );
  return count;
}

/**
 * A note counts as long as the date in the person's mail lies in the future, and is not later than the current date of
 * the move.
 */
const CLAIM = {
  name: 'passkey-notify-of-move',
  text: `WITH untold AS (
      SELECT DISTINCT account FROM passkey p
      WHERE rp_id = $1 AND suspended_at IS NULL
        AND (split_part(account, '@', 2) = ANY ($4::text[])) = $3::boolean
        AND NOT EXISTS (SELECT FROM waiting w WHERE w.passkey_id = p.id)
        AND NOT EXISTS (
          SELECT FROM told_of_move t
          WHERE t.account = p.account AND t.rp_id = $1 AND t.until > $5 AND t.until <= $2
        )
      ORDER BY account LIMIT $6
    )
    INSERT INTO told_of_move (account, rp_id, until) SELECT account, $1, $2 FROM untold
    ON CONFLICT (account, rp_id) DO UPDATE SET until = excluded.until
    WHERE told_of_move.until <= $5 OR told_of_move.until > excluded.until
    RETURNING account`,
};
