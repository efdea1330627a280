import { domainOfAccount } from '../../../libs/names/account.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { AccountSummary, MainPassword } from '../ports.js';
import { BACKEND_OF_DOMAIN, type BackendRow, toBackend } from './backends.js';

const FIND_MAIN_PASSWORD = {
  name: 'find_main_password',
  text: `SELECT b.domain, b.kind, b.ldap, b.revokes_app_passwords, a.name, a.password_hash
    FROM (VALUES (1)) AS one
    LEFT JOIN LATERAL (${BACKEND_OF_DOMAIN}) b ON true
    LEFT JOIN LATERAL (
      (SELECT name, password_hash FROM account
       WHERE domain = $1 AND name >= $2 AND password_hash IS NOT NULL ORDER BY name LIMIT 1)
      UNION ALL
      (SELECT name, password_hash FROM account
       WHERE domain = $1 AND name < $2 AND password_hash IS NOT NULL ORDER BY name DESC LIMIT 1)
      LIMIT 1
    ) a ON true`,
};

/**
 * The back end of an account and its hash. If the account has no hash, `dummyHash` is the hash of the next account of
 * the domain by name. Imported hashes take a different time to verify. While there are some, a name without an account
 * takes such a time as well.
 */
export async function findMainPassword(db: Queryable, account: string): Promise<MainPassword> {
  const domain = domainOfAccount(account);
  const { rows } = await db.query<
    Omit<BackendRow, 'kind'> & {
      kind: BackendRow['kind'] | null;
      name: string | null;
      password_hash: string | null;
    }
  >(FIND_MAIN_PASSWORD, [domain, account]);
  const row = rows[0];
  const backend = toBackend(row?.kind ? { ...row, kind: row.kind } : undefined, domain);
  const hash = row?.password_hash ?? undefined;
  return row?.name === account
    ? { backend, hash, dummyHash: undefined }
    : { backend, hash: undefined, dummyHash: hash };
}

/** False if it exists already. */
export async function insertAccount(
  tx: Queryable,
  account: string,
  hash: string | undefined,
  now: number,
): Promise<boolean> {
  const { count } = await tx.query(
    `INSERT INTO account (name, domain, password_hash, password_set_at, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING`,
    [
      account,
      domainOfAccount(account),
      hash ?? null,
      hash === undefined ? null : new Date(now),
      new Date(now),
    ],
  );
  return count === 1;
}

/** Inserts many in one statement. Returns the names of those that did not exist. */
export async function insertAccounts(
  tx: Queryable,
  accounts: readonly { readonly account: string; readonly hash: string | undefined }[],
  now: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ name: string }>(
    `INSERT INTO account (name, domain, password_hash, password_set_at, created_at)
     SELECT a.name, split_part(a.name, '@', 2), a.hash,
       CASE WHEN a.hash IS NOT NULL THEN $3::timestamptz END, $3
     FROM unnest($1::text[], $2::text[]) AS a (name, hash)
     ON CONFLICT (name) DO NOTHING RETURNING name`,
    [
      accounts.map(({ account }) => account),
      accounts.map(({ hash = null }) => hash),
      new Date(now),
    ],
  );
  return new Set(rows.map(({ name }) => name));
}

/** False if there is no such account or, with `first`, if it has a password. */
export async function updatePasswordHash(
  tx: Queryable,
  account: string,
  { hash, now, first }: { hash: string; now: number; first: boolean },
): Promise<boolean> {
  const { count } = await tx.query(
    `UPDATE account SET password_hash = $2, password_set_at = $3
     WHERE name = $1 AND ($4 = false OR password_hash IS NULL)`,
    [account, hash, new Date(now), first],
  );
  return count === 1;
}

/** False if it was set again since `setAt` (ms since the epoch). */
export async function changePasswordHash(
  tx: Queryable,
  account: string,
  { hash, setAt, now }: { hash: string; setAt: number; now: number },
): Promise<boolean> {
  const { count } = await tx.query(
    `UPDATE account SET password_hash = $2, password_set_at = $3
     WHERE name = $1 AND password_hash IS NOT NULL
       AND date_trunc('milliseconds', password_set_at) = $4`,
    [account, hash, new Date(now), new Date(setAt)],
  );
  return count === 1;
}

/** False if the hash is no longer `from`. */
export async function exchangePasswordHash(
  tx: Queryable,
  account: string,
  from: string,
  to: string,
): Promise<boolean> {
  const { count } = await tx.query(
    'UPDATE account SET password_hash = $3 WHERE name = $1 AND password_hash = $2',
    [account, from, to],
  );
  return count === 1;
}

/** Accounts that have a password here, or only app passwords. */
export async function readAccounts(
  db: Queryable,
  query: { domain: string; account?: string; after: string; limit: number },
): Promise<AccountSummary[]> {
  const { domain, account = '', after, limit } = query;
  const { rows } = await db.query<{
    name: string;
    password_set_at: Date | null;
    app_passwords: number;
  }>(
    `SELECT n.name, a.password_set_at,
       (SELECT count(*)::int FROM app_password p WHERE p.account = n.name) AS app_passwords
     FROM (
       (SELECT name FROM account WHERE domain = $1 AND name > $2 AND ($4 = '' OR name = $4)
        ORDER BY name LIMIT $3)
       UNION
       (SELECT DISTINCT account FROM app_password
        WHERE domain = $1 AND account > $2 AND ($4 = '' OR account = $4)
        ORDER BY account LIMIT $3)
     ) n LEFT JOIN account a USING (name) ORDER BY n.name LIMIT $3`,
    [domain, after, limit, account],
  );
  return rows.map((row) => ({
    account: row.name,
    passwordSetAt: row.password_set_at?.getTime(),
    appPasswords: row.app_passwords,
  }));
}

/** Whether an account of that name exists, or an app password for it. */
export async function isKnown(tx: Queryable, account: string): Promise<boolean> {
  const { count } = await tx.query(
    `SELECT FROM account WHERE name = $1
     UNION ALL SELECT FROM app_password WHERE account = $1 LIMIT 1`,
    [account],
  );
  return count > 0;
}
