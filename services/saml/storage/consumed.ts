import type { Queryable } from '../../../libs/pg/index.js';
import type { Consumption, Session } from '../ports.js';

const CONSUME = {
  name: 'consume-response',
  text: `WITH used AS (
      INSERT INTO consumed (domain, provider, assertion_id, request_id, expires_at)
      VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING domain)
    INSERT INTO session (account, decision_id, domain, name_id, name_format, name_qualifier,
      sp_name_qualifier, session_index, expires_at)
    SELECT $6, $7, domain, $8, $9, $10, $11, $12, $13 FROM used`,
};

/**
 * Consumes a response and stores its session in one statement, which inserts a row under two unique constraints. False
 * if its assertion or its request was used before.
 */
export async function consumeResponse(
  db: Queryable,
  { domain, provider, assertionId, requestId, expiresAt }: Consumption,
  { account, decisionId, nameId, sessionIndex, expiresAt: sessionExpiresAt }: Session,
): Promise<boolean> {
  const { count } = await db.query(CONSUME, [
    ...[domain, provider, assertionId, requestId, new Date(expiresAt)],
    ...[account, decisionId, nameId.value, nameId.format, nameId.nameQualifier],
    ...[nameId.spNameQualifier, sessionIndex, new Date(sessionExpiresAt)],
  ]);
  return count === 1;
}

/** Consumes a logout request. False if it was used before. */
export async function consumeRequest(
  tx: Queryable,
  { domain, provider, assertionId, expiresAt }: Consumption,
): Promise<boolean> {
  const { count } = await tx.query(
    `INSERT INTO consumed (domain, provider, assertion_id, expires_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [domain, provider, assertionId, new Date(expiresAt)],
  );
  return count === 1;
}
