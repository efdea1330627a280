import type { Queryable } from '../../../libs/pg/index.js';
import type { LockState } from '../core/lock.js';
import type { NewAuthenticator } from '../ports.js';

/** Adds an authenticator; one without an enrolment is confirmed from the start. */
export async function insertAuthenticator(
  tx: Queryable,
  account: string,
  added: NewAuthenticator,
): Promise<void> {
  const { id, enrolment, sealed } = added;
  const createdAt = new Date(added.createdAt);
  await tx.query(
    `INSERT INTO authenticator
       (id, account, label, algorithm, digits, period, key_id, sealed, created_at, confirmed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      account,
      added.label,
      added.algorithm,
      added.digits,
      added.period,
      sealed.keyId,
      sealed.bytes,
      createdAt,
      enrolment === undefined ? createdAt : null,
    ],
  );
  if (enrolment === undefined) return;
  await tx.query(
    `INSERT INTO enrolment
       (authenticator_id, token_hash, front_end, decision_id, only_first, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      enrolment.tokenHash,
      enrolment.frontEnd,
      enrolment.decisionId,
      enrolment.onlyFirst,
      new Date(enrolment.expiresAt),
    ],
  );
}

/** Ends an enrolment, so that the authenticator's codes count from now on. */
export async function confirmAuthenticator(tx: Queryable, id: string, now: number): Promise<void> {
  await tx.query('DELETE FROM enrolment WHERE authenticator_id = $1', [id]);
  await tx.query('UPDATE authenticator SET confirmed_at = $2 WHERE id = $1', [id, new Date(now)]);
}

/** Deletes authenticators with their enrolments and used codes. Ids that do not exist are skipped. */
export async function deleteAuthenticators(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM authenticator WHERE id = ANY($1::uuid[])', [ids]);
}

/** Writes the failures of an authenticator and the end of its lock. */
export async function updateLock(tx: Queryable, id: string, state: LockState): Promise<void> {
  const { failures, lockedUntil } = state;
  await tx.query('UPDATE authenticator SET failures = $2, locked_until = $3 WHERE id = $1', [
    id,
    failures,
    lockedUntil === undefined ? null : new Date(lockedUntil),
  ]);
}

/** Stores how many steps the authenticator's clock is off. */
export async function updateDrift(tx: Queryable, id: string, steps: number): Promise<void> {
  await tx.query('UPDATE authenticator SET drift_steps = $2 WHERE id = $1', [id, steps]);
}

/** Renames an authenticator. `label` has at most `LABEL_OCTETS` octets. */
export async function updateLabel(tx: Queryable, id: string, label: string): Promise<void> {
  await tx.query('UPDATE authenticator SET label = $2 WHERE id = $1', [id, label]);
}

/** Suspends an authenticator as of `at` (ms since the epoch), or restores it if `at` is undefined. */
export async function updateSuspended(
  tx: Queryable,
  id: string,
  at: number | undefined,
): Promise<void> {
  const time = at === undefined ? null : new Date(at);
  await tx.query('UPDATE authenticator SET suspended_at = $2 WHERE id = $1', [id, time]);
}

/**
 * Consumes a step in one statement. True for only one caller, even if several try at once. The row of the authenticator
 * is locked against `forgetUsedCodes`, which moves `forgotten_to`.
 */
export async function insertUsedCode(
  tx: Queryable,
  id: string,
  step: number,
  now: number,
): Promise<boolean> {
  const used = await tx.query(
    {
      name: 'otp-use-step',
      text: `INSERT INTO used_code (authenticator_id, step, used_at)
        SELECT id, $2, $3 FROM authenticator WHERE id = $1 AND forgotten_to < $2
        FOR NO KEY UPDATE
        ON CONFLICT (authenticator_id, step) DO NOTHING`,
    },
    [id, step, new Date(now)],
  );
  if (used.count !== 1) return false;
  await tx.query(
    {
      name: 'otp-mark-used',
      text: `UPDATE authenticator SET last_used_at = $2, failures = 0, locked_until = NULL
        WHERE id = $1`,
    },
    [id, new Date(now)],
  );
  return true;
}
