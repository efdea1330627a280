import type { Queryable } from '../../../libs/pg/index.js';
import type { Registration } from '../ports.js';

const COLUMNS = `id, account, label, token_hash, challenge, rp_id, front_end, decision_id, login_begun_at,
  only_first, expires_at`;

/** Only the newest `most` of the account are kept. */
export async function insertRegistration(
  tx: Queryable,
  registration: Registration,
  most: number,
): Promise<void> {
  const { id, account, label, tokenHash, challenge, rpId, frontEnd, decisionId } = registration;
  await tx.query(
    `INSERT INTO registration (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[id, account, label, tokenHash, challenge, rpId, frontEnd, decisionId],
      ...[new Date(registration.loginBegunAt), registration.onlyFirst],
      new Date(registration.expiresAt),
    ],
  );
  await tx.query(
    `DELETE FROM registration WHERE id IN (
       SELECT id FROM registration WHERE account = $1 ORDER BY expires_at DESC, id OFFSET $2)`,
    [account, most],
  );
}

/** Takes a registration in one statement, so that only one caller gets it. */
export async function deleteRegistration(
  db: Queryable,
  of: {
    readonly id: string;
    readonly tokenHash: Buffer;
    readonly frontEnd: string;
    readonly now: number;
  },
): Promise<Registration | undefined> {
  const { rows } = await db.query<{
    id: string;
    account: string;
    label: string;
    token_hash: Buffer;
    challenge: Buffer;
    rp_id: string;
    front_end: string;
    decision_id: string;
    login_begun_at: Date;
    only_first: boolean;
    expires_at: Date;
  }>(
    `DELETE FROM registration
     WHERE id = $1 AND token_hash = $2 AND front_end = $3 AND expires_at > $4 RETURNING ${COLUMNS}`,
    [of.id, of.tokenHash, of.frontEnd, new Date(of.now)],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: row.id,
    account: row.account,
    label: row.label,
    tokenHash: row.token_hash,
    challenge: row.challenge,
    rpId: row.rp_id,
    frontEnd: row.front_end,
    decisionId: row.decision_id,
    loginBegunAt: row.login_begun_at.getTime(),
    onlyFirst: row.only_first,
    expiresAt: row.expires_at.getTime(),
  };
}

/** Ends all pending registrations of an account. Returns how many. */
export async function deleteRegistrations(tx: Queryable, account: string): Promise<number> {
  const { count } = await tx.query('DELETE FROM registration WHERE account = $1', [account]);
  return count;
}
