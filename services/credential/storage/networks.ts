import type { Queryable } from '../../../libs/pg/index.js';

/** Counts the networks an app password was used from since `since`, including this one. */
export async function countNetworks(
  tx: Queryable,
  id: string,
  use: { readonly network: string; readonly now: number; readonly since: number },
): Promise<number> {
  await tx.query(
    `INSERT INTO app_password_network (app_password_id, network, used_at) VALUES ($1, $2, $3)
     ON CONFLICT (app_password_id, network) DO UPDATE SET used_at = excluded.used_at`,
    [id, use.network, new Date(use.now)],
  );
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM app_password_network
     WHERE app_password_id = $1 AND used_at > $2`,
    [id, new Date(use.since)],
  );
  return rows[0]?.n ?? 0;
}

/** False if an alarm was already raised since `since`. */
export async function markAlarm(
  tx: Queryable,
  id: string,
  now: number,
  since: number,
): Promise<boolean> {
  const { count } = await tx.query(
    `UPDATE app_password SET alarmed_at = $2
     WHERE id = $1 AND (alarmed_at IS NULL OR alarmed_at <= $3)`,
    [id, new Date(now), new Date(since)],
  );
  return count === 1;
}

/** Deletes networks last used at or before `time`. */
export async function forgetNetworks(db: Queryable, time: number): Promise<void> {
  await db.query('DELETE FROM app_password_network WHERE used_at <= $1', [new Date(time)]);
}
