import type { Queryable } from '../../../libs/pg/index.js';
import type { KeyRing } from '../../../libs/seal/index.js';
import type { SpKey } from '../ports.js';

const PURPOSE = 'saml-sp-key';

interface KeyRow {
  readonly id: string;
  readonly certificate: string;
  readonly key_id: string;
  readonly sealed: Buffer;
  readonly created_at: Date;
}

/**
 * Keys that are not retired, the oldest first.
 * @throws GatepostError INTERNAL for a key sealed for another domain
 */
export async function readKeys(db: Queryable, ring: KeyRing, domain: string): Promise<SpKey[]> {
  const { rows } = await db.query<KeyRow>(
    {
      name: 'read-sp-keys',
      text: `SELECT id, certificate, key_id, sealed, created_at FROM sp_key
             WHERE domain = $1 AND retired_at IS NULL ORDER BY created_at, id`,
    },
    [domain],
  );
  return rows.map((row, index) => {
    const sealed = { keyId: row.key_id, bytes: row.sealed };
    const binding = { purpose: PURPOSE, account: domain, id: row.id };
    return {
      id: row.id,
      certificate: row.certificate,
      privateKey: ring.open(sealed, binding).toString('utf8'),
      createdAt: row.created_at.getTime(),
      replacedAt: rows[index + 1]?.created_at.getTime(),
    };
  });
}

/** Stores a key of the domain. The private half is sealed with `ring`. */
export async function insertKey(
  tx: Queryable,
  ring: KeyRing,
  { domain, key }: { domain: string; key: Omit<SpKey, 'replacedAt'> },
): Promise<void> {
  const binding = { purpose: PURPOSE, account: domain, id: key.id };
  const { keyId, bytes } = ring.seal(Buffer.from(key.privateKey), binding);
  await tx.query(
    `INSERT INTO sp_key (id, domain, certificate, key_id, sealed, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [key.id, domain, key.certificate, keyId, bytes, new Date(key.createdAt)],
  );
}

/** Retires all keys but the newest, and deletes their private halves. */
export async function retireOlderKeys(tx: Queryable, domain: string, now: number): Promise<number> {
  const { count } = await tx.query(
    `UPDATE sp_key SET retired_at = $2, key_id = NULL, sealed = NULL
     WHERE domain = $1 AND retired_at IS NULL AND id <> (
       SELECT id FROM sp_key WHERE domain = $1 AND retired_at IS NULL
       ORDER BY created_at DESC, id DESC LIMIT 1)`,
    [domain, new Date(now)],
  );
  return count;
}
