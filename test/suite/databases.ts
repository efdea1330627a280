import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type SharedRun, TEMPLATE } from './shared-run.js';

/** Copies the migrated template, which takes some 30 ms. */
export async function createDatabase(shared: SharedRun): Promise<string> {
  const name = `story_${randomBytes(6).toString('hex')}`;
  await run(shared, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  return name;
}

/** Drops a database of the run's Postgres, and ends its connections. */
export function dropDatabase(shared: SharedRun, name: string): Promise<void> {
  return run(shared, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** Runs `work` as the owner of the whole cluster. */
export async function asAdministrator<T>(
  shared: SharedRun,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const password = readFileSync(shared.adminPasswordFile, 'utf8').trimEnd();
  const { hostname: host, port, username: user } = new URL(shared.adminUrl);
  const client = new pg.Client({ host, port: Number(port), user, password, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function run(shared: SharedRun, statement: string): Promise<void> {
  await asAdministrator(shared, 'postgres', (client) => client.query(statement));
}
