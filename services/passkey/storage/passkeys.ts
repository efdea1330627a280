import type { Queryable } from '../../../libs/pg/index.js';
import type { NewPasskey, StoredPasskey, Use, UseResult, Waiting } from '../ports.js';
import { PASSKEYS, type PasskeyRow, toPasskey } from './rows.js';

/**
 * An account's passkeys, by creation. Leaves out those whose confirmation has lapsed at `now`, whether or not the
 * sweeper has deleted them.
 */
export async function readPasskeys(
  db: Queryable,
  account: string,
  now: number,
): Promise<StoredPasskey[]> {
  const { rows } = await db.query<PasskeyRow>(
    {
      name: 'passkey-of-account',
      text: `${PASSKEYS} WHERE p.account = $1 AND (w.passkey_id IS NULL OR w.expires_at > $2)
        ORDER BY p.created_at, p.id`,
    },
    [account, new Date(now)],
  );
  return rows.map(toPasskey);
}

/** The active passkey with this credential id, for any account. */
export async function readCredential(
  db: Queryable,
  credentialId: Buffer,
): Promise<StoredPasskey | undefined> {
  const { rows } = await db.query<PasskeyRow>(
    {
      name: 'passkey-of-credential',
      text: `${PASSKEYS} WHERE p.credential_id = $1 AND w.passkey_id IS NULL`,
    },
    [credentialId],
  );
  return rows.map(toPasskey)[0];
}

/** Whether the account has an active passkey. */
export async function hasPasskey(db: Queryable, account: string): Promise<boolean> {
  const { count } = await db.query(
    {
      name: 'passkey-enrolled',
      text: `SELECT 1 FROM passkey p WHERE account = $1
        AND NOT EXISTS (SELECT FROM waiting w WHERE w.passkey_id = p.id) LIMIT 1`,
    },
    [account],
  );
  return count === 1;
}

/**
 * Adds a passkey that waits until it is activated.
 * @returns false if the credential id is already registered, for any account
 */
export async function insertPasskey(
  tx: Queryable,
  account: string,
  added: NewPasskey,
): Promise<boolean> {
  const { count } = await tx.query(
    `INSERT INTO passkey (id, account, label, credential_id, rp_id, public_key, counter, transports,
       backup_eligible, backed_up, aaguid, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (credential_id) DO NOTHING`,
    [
      ...[added.id, account, added.label, added.credentialId, added.rpId, added.publicKey],
      ...[added.counter, added.transports, added.backupEligible, added.backedUp, added.aaguid],
      new Date(added.createdAt),
    ],
  );
  if (count === 0) return false;
  const { waiting } = added;
  await tx.query(
    `INSERT INTO waiting (passkey_id, token_hash, front_end, decision_id, login_begun_at, only_first,
       keep_app_passwords, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[added.id, waiting.tokenHash, waiting.frontEnd, waiting.decisionId],
      ...[new Date(waiting.loginBegunAt), waiting.onlyFirst, waiting.keepAppPasswords],
      new Date(waiting.expiresAt),
    ],
  );
  return true;
}

/** The pending confirmation of a passkey. Undefined if none is pending. */
export async function readWaiting(
  tx: Queryable,
  account: string,
  id: string,
): Promise<Waiting | undefined> {
  const { rows } = await tx.query<{
    token_hash: Buffer;
    front_end: string;
    decision_id: string;
    login_begun_at: Date;
    only_first: boolean;
    keep_app_passwords: boolean;
    expires_at: Date;
  }>(
    `SELECT token_hash, front_end, decision_id, login_begun_at, only_first, keep_app_passwords, expires_at
     FROM waiting JOIN passkey p ON p.id = passkey_id WHERE passkey_id = $1 AND p.account = $2`,
    [id, account],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    tokenHash: row.token_hash,
    frontEnd: row.front_end,
    decisionId: row.decision_id,
    loginBegunAt: row.login_begun_at.getTime(),
    onlyFirst: row.only_first,
    keepAppPasswords: row.keep_app_passwords,
    expiresAt: row.expires_at.getTime(),
  };
}

/** Activates a passkey as of `now`. */
export async function activatePasskey(tx: Queryable, id: string, now: number): Promise<void> {
  await tx.query('DELETE FROM waiting WHERE passkey_id = $1', [id]);
  await tx.query('UPDATE passkey SET activated_at = $2 WHERE id = $1', [id, new Date(now)]);
}

/** Suspends a passkey as of `at` (ms since the epoch), or restores it if `at` is undefined. */
export async function updateSuspended(
  tx: Queryable,
  id: string,
  at: number | undefined,
): Promise<void> {
  const time = at === undefined ? null : new Date(at);
  await tx.query('UPDATE passkey SET suspended_at = $2 WHERE id = $1', [id, time]);
}

/** Renames a passkey. `label` has at most `LABEL_OCTETS` octets. */
export async function updateLabel(tx: Queryable, id: string, label: string): Promise<void> {
  await tx.query('UPDATE passkey SET label = $2 WHERE id = $1', [id, label]);
}

/** Deletes passkeys and their pending confirmations. Ids that do not exist are skipped. */
export async function deletePasskeys(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM passkey WHERE id = ANY($1::uuid[])', [ids]);
}

/**
 * Consumes a challenge and updates the counter in one statement. `used` for only one caller, even if several try at
 * once. If both counters are 0, the authenticator keeps no counter (WebAuthn Level 3 section 6.1.1).
 */
export async function usePasskey(
  tx: Queryable,
  { id, challenge, challengeUntil, counter, backedUp, now }: Use,
): Promise<UseResult> {
  const { rows } = await tx.query<{
    used: boolean;
    known: boolean;
    moved: boolean;
    suspended: boolean;
  }>(
    {
      name: 'passkey-use',
      text: `WITH used AS (
          INSERT INTO used_challenge (challenge, expires_at) VALUES ($2, $3)
          ON CONFLICT (challenge) DO NOTHING RETURNING 1
        ), moved AS (
          UPDATE passkey SET counter = $4, backed_up = $5, last_used_at = $6
          WHERE id = $1 AND suspended_at IS NULL AND (counter < $4 OR (counter = 0 AND $4 = 0)) AND EXISTS (SELECT FROM used)
          RETURNING 1
        )
        SELECT EXISTS (SELECT FROM used) AS used, EXISTS (SELECT FROM moved) AS moved,
          EXISTS (SELECT FROM passkey WHERE id = $1) AS known,
          EXISTS (SELECT FROM passkey WHERE id = $1 AND suspended_at IS NOT NULL) AS suspended`,
    },
    [id, challenge, new Date(challengeUntil), counter, backedUp, new Date(now)],
  );
  const [found] = rows;
  if (found?.used !== true) return 'challenge-used';
  if (found.moved) return 'used';
  if (found.suspended) return 'suspended';
  return found.known ? 'counter' : 'removed';
}
