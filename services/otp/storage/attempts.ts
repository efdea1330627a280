import type { Queryable } from '../../../libs/pg/index.js';
import type { AttemptKey, KeptVerdict } from '../ports.js';

interface AttemptRow {
  readonly verdict: 'verified' | 'wrong';
  readonly authenticator_id: string | null;
  readonly codes_left: number | null;
}

/** The verdict of the same attempt, if it was given after `since`. */
export async function readAttempt(
  db: Queryable,
  account: string,
  { frontEnd, attemptId, codeHash }: AttemptKey,
  since: number,
): Promise<KeptVerdict | undefined> {
  if (attemptId === '') return undefined;
  const { rows } = await db.query<AttemptRow>(
    {
      name: 'otp-attempt',
      text: `SELECT verdict, authenticator_id, codes_left FROM attempt
        WHERE account = $1 AND front_end = $2 AND attempt_id = $3 AND code_hash = $4
          AND decided_at > $5`,
    },
    [account, frontEnd, attemptId, codeHash, new Date(since)],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    verdict: row.verdict,
    ...(row.authenticator_id === null ? {} : { authenticatorId: row.authenticator_id }),
    ...(row.codes_left === null ? {} : { left: row.codes_left }),
  };
}

/** Replaces a stored verdict of the same attempt that is too old to be repeated. */
export async function writeAttempt(
  tx: Queryable,
  account: string,
  { frontEnd, attemptId, codeHash }: AttemptKey,
  attempt: KeptVerdict & { readonly decidedAt: number },
): Promise<void> {
  if (attemptId === '') return;
  await tx.query(
    {
      name: 'otp-record-attempt',
      text: `INSERT INTO attempt
          (account, front_end, attempt_id, code_hash, verdict, authenticator_id, codes_left,
           decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (account, front_end, attempt_id, code_hash) DO UPDATE
        SET verdict = excluded.verdict, authenticator_id = excluded.authenticator_id,
          codes_left = excluded.codes_left, decided_at = excluded.decided_at`,
    },
    [
      account,
      frontEnd,
      attemptId,
      codeHash,
      attempt.verdict,
      attempt.authenticatorId ?? null,
      attempt.left ?? null,
      new Date(attempt.decidedAt),
    ],
  );
}
