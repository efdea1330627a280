import type { Queryable } from '../../../libs/pg/index.js';
import type { Ending, RanOut } from '../core/trust.js';
import type { Row } from './rows.js';
import { TRUST_COLUMNS, timeOf, trustOf } from './rows.js';
import { endedEvent, type TrustEvent } from './trust-event.js';

// Trust that ran out ended at its own time, however late that is noticed. Trust that is ended stops now.
const END = `
  WITH gone AS (
    DELETE FROM trust t
    USING (
      SELECT s.id, e.ends_at, e.is_cut
      FROM trust s CROSS JOIN LATERAL ending(s) e WHERE s.id = ANY($1)
    ) e
    WHERE t.id = e.id
    RETURNING t.*, e.ends_at, e.is_cut
  ), logged AS (
    INSERT INTO ended (why, ended_at, trust_id, domain, account, kind, prefix, label, service,
      granted_at, until, last_used_at, last_ip, forget_at)
    SELECT
      CASE WHEN $2 <> 'ran-out' THEN $2 WHEN t.is_cut THEN 'limits-changed' ELSE 'expired' END,
      CASE WHEN $2 <> 'ran-out' THEN $3 ELSE t.ends_at END,
      t.id, t.domain, t.account, t.kind, t.prefix, t.label, t.service, t.granted_at, t.ends_at,
      t.last_used_at, t.last_ip, $4
    FROM gone t ORDER BY t.ends_at, t.id
    RETURNING trust_id, why, ended_at
  )
  SELECT ${TRUST_COLUMNS}, t.document, t.decision_id, l.why, l.ended_at
  FROM logged l JOIN gone t ON t.id = l.trust_id CROSS JOIN LATERAL (SELECT t.ends_at) e
  ORDER BY t.ends_at, t.id`;

// Sessions of these accounts for which all the trust that carried the sign-in is gone.
const CARRIED = `
  SELECT t.id, e.is_cut OR e.ends_at <= $2 AS ran_out FROM trust t CROSS JOIN LATERAL ending(t) e
  WHERE t.carried_by <> '{}' AND t.carried_by && $1::uuid[]
    AND NOT EXISTS (SELECT FROM trust c WHERE c.id = ANY(t.carried_by))
  ORDER BY t.domain, t.account, t.id FOR UPDATE OF t`;

/**
 * Locks and returns the sessions that no trust carries any more after `ids` were deleted. Some ran out earlier without
 * being noticed.
 */
export async function leftWithoutCarrier(
  tx: Queryable,
  ids: readonly string[],
  now: number,
): Promise<{ readonly ranOut: readonly string[]; readonly held: readonly string[] }> {
  if (ids.length === 0) return { ranOut: [], held: [] };
  const { rows } = await tx.query<Row>(CARRIED, [ids, new Date(now)]);
  const idsOf = (ranOut: boolean) =>
    rows.filter((row) => row.ran_out === ranOut).map((row) => row.id as string);
  return { ranOut: idsOf(true), held: idsOf(false) };
}

/** Ends trust that the transaction has locked, and logs it for Watch until `forgetAt`. */
export async function endTrust(
  tx: Queryable,
  ids: readonly string[],
  options: { ending: Ending; now: number; forgetAt: number },
): Promise<TrustEvent[]> {
  if (ids.length === 0) return [];
  const { ending, now, forgetAt } = options;
  const values = [ids, ending.why, new Date(now), new Date(forgetAt)];
  const { rows } = await tx.query<Row>(END, values);
  return rows.map((row) => eventOf(row, ending));
}

function eventOf(row: Row, ending: Ending): TrustEvent {
  const fact = {
    trust: trustOf(row),
    at: timeOf(row.ended_at),
    document: row.document as string,
    grantedBy: row.decision_id as string,
  };
  return endedEvent(fact, ending, row.why as RanOut);
}
