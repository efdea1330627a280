import type { Queryable } from '../../../libs/pg/index.js';
import type { StoredAuthenticator } from '../ports.js';
import { AUTHENTICATOR_COLUMNS, type AuthenticatorRow, toAuthenticator } from './rows.js';

/**
 * An account's authenticators, by creation. Leaves out those whose enrolment has lapsed at `now`, whether or not the
 * sweeper has deleted them.
 */
export async function readAuthenticators(
  db: Queryable,
  account: string,
  now: number,
): Promise<StoredAuthenticator[]> {
  const { rows } = await db.query<AuthenticatorRow>(
    {
      name: 'otp-authenticators',
      text: `SELECT ${AUTHENTICATOR_COLUMNS}
        FROM authenticator a LEFT JOIN enrolment e ON e.authenticator_id = a.id
        WHERE a.account = $1 AND (a.confirmed_at IS NOT NULL OR e.expires_at > $2)
        ORDER BY a.created_at, a.id`,
    },
    [account, new Date(now)],
  );
  return rows.map(toAuthenticator);
}

/** How many recovery codes of an account are unused. */
export async function countRecoveryCodes(db: Queryable, account: string): Promise<number> {
  const { rows } = await db.query<{ unused: number }>(
    `SELECT count(*)::int AS unused FROM recovery_code WHERE account = $1 AND used_at IS NULL`,
    [account],
  );
  return rows[0]?.unused ?? 0;
}
