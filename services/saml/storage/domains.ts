import type { Queryable } from '../../../libs/pg/index.js';
import { type DomainSettings, NO_SETTINGS, type StoredSettings } from '../core/settings.js';

interface DomainRow {
  readonly version: number;
  readonly settings: StoredSettings;
}

/** Version 0 without any settings if none were ever set. */
export async function readSettings(db: Queryable, domain: string): Promise<DomainSettings> {
  const { rows } = await db.query<DomainRow>(
    { name: 'read-settings', text: 'SELECT version, settings FROM domain WHERE domain = $1' },
    [domain],
  );
  const { version, settings } = rows[0] ?? { version: 0, settings: NO_SETTINGS };
  return { domain, version, stored: settings };
}

/** The settings of those domains that have a provider. */
export async function readSettingsOf(
  db: Queryable,
  domains: readonly string[],
): Promise<DomainSettings[]> {
  const { rows } = await db.query<DomainRow & { domain: string }>(
    `SELECT domain, version, settings FROM domain
     WHERE domain = ANY($1::text[]) AND settings ? 'provider'`,
    [domains],
  );
  return rows.map(({ domain, version, settings }) => ({ domain, version, stored: settings }));
}

/** Locks the domain until the transaction ends. Creates its row if there is none. */
export async function holdDomain(tx: Queryable, domain: string): Promise<DomainSettings> {
  await tx.query(
    `INSERT INTO domain (domain, version, settings) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`,
    [domain, JSON.stringify(NO_SETTINGS)],
  );
  const { rows } = await tx.query<DomainRow>(
    'SELECT version, settings FROM domain WHERE domain = $1 FOR UPDATE',
    [domain],
  );
  const row = rows[0];
  if (row === undefined) throw new TypeError(`${domain} was inserted and is not there`);
  return { domain, version: row.version, stored: row.settings };
}

/** Saves the next version of the settings of a held domain. */
export async function saveSettings(
  tx: Queryable,
  { domain, stored, now }: { domain: string; stored: StoredSettings; now: number },
): Promise<DomainSettings> {
  const settings = JSON.stringify(stored);
  const { rows } = await tx.query<{ version: number }>(
    `WITH saved AS (
       UPDATE domain SET version = version + 1, settings = $2 WHERE domain = $1
       RETURNING domain, version, settings)
     INSERT INTO settings_version (domain, version, settings, since)
     SELECT domain, version, settings, $3 FROM saved RETURNING version`,
    [domain, settings, new Date(now)],
  );
  return { domain, version: rows[0]?.version ?? 0, stored };
}
