import { domainOfAccount } from '../../../libs/names/account.js';
import type { Service } from '../../../libs/names/services.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { AppPassword } from '../core/app-password.js';
import type { AppPasswordUse, NewAppPassword, StoredAppPassword } from '../ports.js';

const COLUMNS = `id, account, label, services, created_at, last_used_at, last_used_ip, expires_at,
  enabled, on_one_factor`;

interface Row {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly services: Service[];
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly last_used_ip: string | null;
  readonly expires_at: Date | null;
  readonly enabled: boolean;
  readonly on_one_factor: boolean;
}

interface RowWithHash extends Row {
  readonly key_id: string;
  readonly hash: Buffer;
}

function toAppPassword(row: Row): AppPassword {
  return {
    id: row.id,
    account: row.account,
    label: row.label,
    services: row.services,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime(),
    lastUsedIp: row.last_used_ip ?? undefined,
    expiresAt: row.expires_at?.getTime(),
    enabled: row.enabled,
    onOneFactor: row.on_one_factor,
  };
}

const FIND = {
  name: 'find_app_password',
  text: `SELECT ${COLUMNS}, key_id, hash FROM app_password WHERE public_part = $1`,
};

/** The app password with this public part, whether or not it has expired. */
export async function findAppPassword(
  db: Queryable,
  publicPart: string,
): Promise<StoredAppPassword | undefined> {
  const { rows } = await db.query<RowWithHash>(FIND, [publicPart]);
  const row = rows[0];
  return row && { ...toAppPassword(row), keyId: row.key_id, hash: row.hash };
}

/** If several replicas verify at the same time, only one writes the use. */
export async function writeUse(
  tx: Queryable,
  { id, now, ip, rehashed }: AppPasswordUse,
): Promise<boolean> {
  const { count } = await tx.query(
    `UPDATE app_password SET last_used_at = $2, last_used_ip = $3,
       key_id = coalesce($5, key_id), hash = coalesce($6, hash)
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $4 OR key_id <> $5)`,
    [
      id,
      new Date(now),
      ip,
      new Date(now - 60_000),
      rehashed?.keyId ?? null,
      rehashed?.hash ?? null,
    ],
  );
  return count === 1;
}

/** The app passwords of an account, including expired ones, the oldest first. */
export async function readAppPasswords(db: Queryable, account: string): Promise<AppPassword[]> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM app_password WHERE account = $1 ORDER BY created_at, id`,
    [account],
  );
  return rows.map(toAppPassword);
}

/** How many app passwords of an account have not expired at `now`. */
export async function countAppPasswords(
  tx: Queryable,
  account: string,
  now: number,
): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM app_password
     WHERE account = $1 AND (expires_at IS NULL OR expires_at > $2)`,
    [account, new Date(now)],
  );
  return rows[0]?.n ?? 0;
}

/** False if the public part is taken. */
export async function insertAppPassword(tx: Queryable, made: NewAppPassword): Promise<boolean> {
  const { count } = await tx.query(
    `INSERT INTO app_password (id, account, domain, label, services, public_part, key_id, hash,
       created_at, expires_at, on_one_factor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (public_part) DO NOTHING`,
    [
      made.id,
      made.account,
      domainOfAccount(made.account),
      made.label,
      made.services,
      made.publicPart,
      made.keyId,
      made.hash,
      new Date(made.createdAt),
      made.expiresAt === undefined ? null : new Date(made.expiresAt),
      made.onOneFactor,
    ],
  );
  return count === 1;
}

/** Ids are compared as text, so that an id that is not a UUID simply matches nothing. */
export async function deleteAppPasswords(
  tx: Queryable,
  account: string,
  id?: string,
): Promise<AppPassword[]> {
  const { rows } = await tx.query<Row>(
    `DELETE FROM app_password WHERE account = $1 AND ($2::text IS NULL OR id::text = $2)
     RETURNING ${COLUMNS}`,
    [account, id ?? null],
  );
  return rows.map(toAppPassword);
}

/** Deletes those made on one factor. */
export async function deleteOneFactorAppPasswords(
  tx: Queryable,
  account: string,
): Promise<AppPassword[]> {
  const { rows } = await tx.query<Row>(
    `DELETE FROM app_password WHERE account = $1 AND on_one_factor RETURNING ${COLUMNS}`,
    [account],
  );
  return rows.map(toAppPassword);
}

/** Deletes those made at or after `since`. */
export async function deleteAppPasswordsSince(
  tx: Queryable,
  account: string,
  since: number,
): Promise<AppPassword[]> {
  const { rows } = await tx.query<Row>(
    `DELETE FROM app_password WHERE account = $1 AND created_at >= $2 RETURNING ${COLUMNS}`,
    [account, new Date(since)],
  );
  return rows.map(toAppPassword);
}

/** Makes those made on one factor ordinary ones. Returns how many. */
export async function keepOneFactorAppPasswords(tx: Queryable, account: string): Promise<number> {
  const { count } = await tx.query(
    'UPDATE app_password SET on_one_factor = false WHERE account = $1 AND on_one_factor',
    [account],
  );
  return count;
}

/** Deletes at most `limit` that expired at or before `time`, and returns them. */
export async function deleteLapsedAppPasswords(
  tx: Queryable,
  time: number,
  limit: number,
): Promise<AppPassword[]> {
  const { rows } = await tx.query<Row>(
    `DELETE FROM app_password WHERE id IN (
       SELECT id FROM app_password WHERE expires_at <= $1
       ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [new Date(time), limit],
  );
  return rows.map(toAppPassword);
}

/** The keys that the stored app passwords were hashed with. */
export async function readKeyIds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ key_id: string }>('SELECT DISTINCT key_id FROM app_password');
  return rows.map(({ key_id }) => key_id);
}
