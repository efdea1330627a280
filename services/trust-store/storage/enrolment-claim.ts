import type { Queryable } from '../../../libs/pg/index.js';
import type { EnrolmentClaim } from '../ports.js';

/**
 * Claims a decision's first enrolment for one store, in one statement. The account is locked, so if two stores finish
 * at once, the second sees the first.
 * @returns false if another store holds the claim
 */
export async function claimEnrolment(
  tx: Queryable,
  { account, decisionId, store, now, finishingUntil }: EnrolmentClaim & { readonly now: number },
): Promise<boolean> {
  const { count } = await tx.query(CLAIM, [
    ...[decisionId, account.name, store, new Date(now)],
    finishingUntil === undefined ? null : new Date(finishingUntil),
  ]);
  return count === 1;
}

/** Deletes at most `limit` claims made before `before` (ms since the epoch), and returns how many. */
export async function pruneClaims(db: Queryable, before: number, limit: number): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM enrolment_claim WHERE decision_id IN (
       SELECT decision_id FROM enrolment_claim WHERE claimed_at < $1
       ORDER BY claimed_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(before), limit],
  );
  return count;
}

const CLAIM = {
  name: 'trust-claim-enrolment',
  text: `INSERT INTO enrolment_claim AS c (decision_id, account, store, claimed_at, finishing_until)
    SELECT $1, $2, $3, $4::timestamptz, $5::timestamptz
    WHERE NOT EXISTS (
      SELECT FROM enrolment_claim o
      WHERE o.account = $2 AND o.store <> $3 AND o.finishing_until > $4::timestamptz
    )
    ON CONFLICT (decision_id) DO UPDATE
    SET claimed_at = excluded.claimed_at,
      finishing_until = coalesce(excluded.finishing_until, c.finishing_until)
    WHERE c.account = excluded.account AND c.store = excluded.store`,
};
