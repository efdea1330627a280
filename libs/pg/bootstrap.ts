import pg from 'pg';
import { checkIdentifier, connectClient, endClient } from './connect.js';
import { toDatabaseError } from './errors.js';
import { scramVerifier } from './scram.js';
import type { DatabaseAddress } from './types.js';

export interface ServiceRole {
  readonly schema: string;
  /** The role that owns the schema and has no rights outside it. */
  readonly role: string;
  readonly password: string;
}

/**
 * Creates what the services need in Postgres: the database, and for each service a role with a
 * password and a schema that the role owns. No other role may connect, and nothing is public. It
 * can be repeated (it sets the passwords again) and can run twice at once.
 *
 * @param options.admin a role that may create databases and roles; its database is only used to
 *   connect
 * @throws GatepostError
 */
export async function bootstrap(options: {
  readonly admin: DatabaseAddress;
  readonly database: string;
  readonly services: readonly ServiceRole[];
}): Promise<void> {
  const { admin, services } = options;
  const database = checkIdentifier('database', options.database);
  for (const { schema, role } of services) {
    checkIdentifier('schema', schema);
    checkIdentifier('role', role);
  }
  try {
    await withClient(admin, async (client) => {
      // There is no CREATE ROLE IF NOT EXISTS, and two sessions cannot alter a role at the same
      // time.
      await client.query("SELECT pg_advisory_lock(hashtext('gatepost bootstrap'))");
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
        database,
      ]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
      for (const service of services) await ensureRole(client, service);
      const inside = { ...admin, url: urlOfDatabase(admin.url, database) };
      await withClient(inside, (target) => ensureSchemas(target, database, services));
    });
  } catch (error) {
    throw toDatabaseError(error);
  }
}

/** The same server and role, another database. */
export function urlOfDatabase(url: string, database: string): string {
  return url.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${database}`);
}

async function withClient(
  address: DatabaseAddress,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = await connectClient(address, {
    applicationName: 'gatepost bootstrap',
    connectTimeoutMs: 5000,
    statementTimeoutMs: 60_000,
    settings: {},
  });
  try {
    await work(client);
  } finally {
    await endClient(client);
  }
}

async function ensureRole(client: pg.Client, { role, password }: ServiceRole): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${role}`);
  const verifier = pg.escapeLiteral(scramVerifier(password));
  await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${verifier}`);
  // Except for a superuser, only a member of a role may create a schema for it.
  const me = await client.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  if (!me.rows[0].rolsuper) await client.query(`GRANT ${role} TO CURRENT_USER`);
}

async function ensureSchemas(
  client: pg.Client,
  database: string,
  services: readonly ServiceRole[],
): Promise<void> {
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  for (const { schema, role } of services) {
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${role}`);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role}`);
    const { rows } = await client.query(
      'SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1',
      [schema],
    );
    if (rows[0].owner !== role) await client.query(`ALTER SCHEMA ${schema} OWNER TO ${role}`);
  }
}
