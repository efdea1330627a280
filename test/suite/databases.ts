import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type SharedRun, TEMPLATE } from './shared-run.js';

/** A copy of the migrated template, in some 30 ms. */
export async function createDatabase(shared: SharedRun): Promise<string> {
  const name = `story_${randomBytes(6).toString('hex')}`;
  await asAdmin(shared, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return name;
}

export function dropDatabase(shared: SharedRun, name: string): Promise<void> {
  return asAdmin(shared, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function asAdmin(shared: SharedRun, statement: string): Promise<void> {
  const password = readFileSync(shared.adminPasswordFile, 'utf8').trimEnd();
  const { hostname: host, port, username: user } = new URL(shared.adminUrl);
  const client = new pg.Client({ host, port: Number(port), user, password, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
