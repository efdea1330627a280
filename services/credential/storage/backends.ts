import type { Queryable } from '../../../libs/pg/index.js';
import {
  attributeComparedBy,
  type Backend,
  defaultBackend,
  type LdapSettings,
} from '../core/backend.js';

export interface BackendRow {
  readonly domain: string;
  readonly kind: Backend['kind'];
  readonly ldap: (Omit<LdapSettings, 'accountAttribute'> & { accountAttribute?: string }) | null;
  readonly revokes_app_passwords: boolean;
}

/** The back end of the domain `$1`: its own, or that of `*`. */
export const BACKEND_OF_DOMAIN = `SELECT domain, kind, ldap, revokes_app_passwords FROM backend
  WHERE domain IN ($1, '*') ORDER BY domain = '*' LIMIT 1`;

/** Converts a row. Without a row, the default back end applies. */
export function toBackend(row: BackendRow | undefined, domain: string): Backend {
  if (row === undefined) return defaultBackend(domain);
  const common = { domain: row.domain, revokesAppPasswords: row.revokes_app_passwords };
  if (row.kind !== 'ldap') return { ...common, kind: row.kind };
  if (row.ldap === null) throw new TypeError('an LDAP back end without settings');
  // The row was written before this setting existed.
  const accountAttribute =
    row.ldap.accountAttribute ?? attributeComparedBy(row.ldap.bind) ?? 'mail';
  return { ...common, kind: 'ldap', ldap: { ...row.ldap, accountAttribute } };
}

/** The back end of a domain; the default one if none was set. */
export async function readBackend(db: Queryable, domain: string): Promise<Backend> {
  const { rows } = await db.query<BackendRow>(BACKEND_OF_DOMAIN, [domain]);
  return toBackend(rows[0], domain);
}

/** Sets a domain's back end, in place of an earlier one. `now` is in ms since the epoch. */
export async function writeBackend(tx: Queryable, backend: Backend, now: number): Promise<void> {
  await tx.query(
    `INSERT INTO backend (domain, kind, ldap, revokes_app_passwords, set_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (domain) DO UPDATE SET kind = excluded.kind, ldap = excluded.ldap,
       revokes_app_passwords = excluded.revokes_app_passwords, set_at = excluded.set_at`,
    [
      backend.domain,
      backend.kind,
      backend.kind === 'ldap' ? JSON.stringify(backend.ldap) : null,
      backend.revokesAppPasswords,
      new Date(now),
    ],
  );
}
