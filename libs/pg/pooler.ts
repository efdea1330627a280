import pg from 'pg';
import { connectClient, endClient } from './connect.js';
import type { Database } from './database.js';
import { toDatabaseError } from './errors.js';
import type { DatabaseAddress } from './types.js';

/**
 * Settings of the sessions of a service. Without a pooler each connection brings them as startup options. A pooler in
 * transaction mode shares its connections among clients and takes no options, so the role has the settings there.
 */
export type Settings = Readonly<Record<string, string>>;

/**
 * Gives the role its settings in this database, if it has others. The connection must be a direct one.
 * @throws GatepostError
 */
export async function setRoleSettings(address: DatabaseAddress, settings: Settings): Promise<void> {
  try {
    const client = await connectClient(address, {
      applicationName: 'gatepost role settings',
      connectTimeoutMs: 30_000,
      statementTimeoutMs: 10_000,
      settings: {},
    });
    try {
      await client.query('BEGIN');
      // Two sessions cannot alter a role at the same time.
      await client.query(
        "SELECT pg_advisory_xact_lock(hashtext('gatepost role settings ' || current_user))",
      );
      const missing = await settingsToSet(client, settings);
      for (const statement of missing) await client.query(statement);
      await client.query('COMMIT');
    } finally {
      await endClient(client);
    }
  } catch (error) {
    throw toDatabaseError(error);
  }
}

async function settingsToSet(client: pg.Client, settings: Settings): Promise<string[]> {
  const { rows } = await client.query<{ database: string; kept: string[] | null }>(
    `SELECT current_database() AS database,
       (SELECT setconfig FROM pg_db_role_setting
        WHERE setrole = current_user::regrole
          AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) AS kept`,
  );
  const { database = '', kept } = rows[0] ?? {};
  const within = `ALTER ROLE CURRENT_USER IN DATABASE ${pg.escapeIdentifier(database)}`;
  return Object.entries(settings)
    .filter(([name, value]) => !kept?.includes(`${name}=${value}`))
    .map(([name, value]) => `${within} SET ${name} TO ${pg.escapeLiteral(value)}`);
}

/**
 * Makes sure that statements reach Postgres with the settings that they rely on. A pooler that opened its connections
 * before the role had them would run statements in another schema or without a time-out.
 * @throws Error that names the first setting that differs; GatepostError if Postgres cannot be asked
 */
export async function requireSettings(db: Database, settings: Settings): Promise<void> {
  const { rows } = await db.query<{ name: string; setting: string }>(
    'SELECT lower(name) AS name, setting FROM pg_settings WHERE lower(name) = ANY($1)',
    [Object.keys(settings)],
  );
  const found = new Map(rows.map(({ name, setting }) => [name, setting]));
  for (const [name, wanted] of Object.entries(settings)) {
    const setting = found.get(name);
    if (setting === wanted) continue;
    throw new Error(
      `connections of the pooler at database.pooler have ${name} = ${setting}, not ${wanted}: run RECONNECT in its admin console`,
    );
  }
}
