import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/index.js';
import type { Log } from '../log/index.js';
import { type DatabaseAddress, migrate } from '../pg/index.js';

const SHARED = join(packageRoot, 'libs', 'kit', 'migrations');

/**
 * The tables and functions that a library works on: `outbox`, `throttle`, `used-ticket`,
 * `not-before-ask`. A service's migration includes one by the line `-- include outbox`.
 * @returns the SQL of `libs/kit/migrations/<name>.sql`
 */
export function sharedSql(name: string): string {
  return readSql(join(SHARED, `${name}.sql`));
}

/** The SQL of a migration file, with its includes resolved. */
export function readSql(file: string): string {
  const sql = readFileSync(file, 'utf8');
  return sql.replace(/^-- include (\S+)$/gm, (_, name: string) => sharedSql(name));
}

/** A service's schema, which is also its role in Postgres: `trust_store` for `trust-store`. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/**
 * Brings a service's schema up to date: runs the files of its `storage/migrations` that have not
 * run yet.
 * @throws GatepostError if one fails; the schema is then as it was, or as it was before an index that is built concurrently
 */
export async function migrateService(options: {
  readonly service: string;
  readonly address: DatabaseAddress;
  readonly log: Log;
}): Promise<void> {
  const { service, address, log } = options;
  await migrate({
    address,
    schema: schemaOf(service),
    dir: join(packageRoot, 'services', service, 'storage', 'migrations'),
    readSql,
    log,
  });
}
