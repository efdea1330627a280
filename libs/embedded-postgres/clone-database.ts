import pg from 'pg';
import { connectClient, endClient } from '../pg/connect.js';
import type { DatabaseAddress } from '../pg/index.js';

/**
 * Copies a database in some 30 ms; nobody may be connected to the template. Rights on the database
 * itself are not copied: every role may connect to the copy. For tests.
 *
 * @param options.admin a role that may create databases, connected to a database other than the
 *   template.
 */
export async function cloneDatabase(options: {
  readonly admin: DatabaseAddress;
  readonly template: string;
  readonly name: string;
}): Promise<void> {
  const name = pg.escapeIdentifier(options.name);
  const template = pg.escapeIdentifier(options.template);
  await asAdmin(options.admin, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
}

/** Drops a database and ends the connections to it. */
export async function dropDatabase(admin: DatabaseAddress, name: string): Promise<void> {
  await asAdmin(admin, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

async function asAdmin(admin: DatabaseAddress, sql: string): Promise<void> {
  const client = await connectClient(admin, {
    applicationName: 'gatepost tests',
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    settings: {},
  });
  try {
    await client.query(sql);
  } finally {
    await endClient(client);
  }
}
