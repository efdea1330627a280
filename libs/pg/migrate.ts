import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'node:path';
import type { RunnerOption } from 'node-pg-migrate';
import type pg from 'pg';
import type { Log } from '../log/index.js';
import { checkIdentifier, connectClient, endClient } from './connect.js';
import { toDatabaseError } from './errors.js';
import type { DatabaseAddress } from './types.js';

/**
 * Runs the migrations of a schema that have not run yet: `<dir>/<number>_<name>.sql`, by number,
 * all in one transaction, each recorded in the schema's table `migrations`. If several replicas
 * start together, one does the work and the others wait for it.
 *
 * @returns the names of the migrations run now
 * @throws GatepostError if one fails (nothing is changed then), or if one would run that comes
 *   before another that has already run
 */
export async function migrate(options: {
  readonly address: DatabaseAddress;
  readonly schema: string;
  readonly dir: string;
  /** Reads a migration file; by default unchanged. */
  readonly readSql?: (file: string) => string;
  readonly log: Log;
}): Promise<string[]> {
  const { address, dir, log, readSql = (file) => readFileSync(file, 'utf8') } = options;
  const schema = checkIdentifier('schema', options.schema);
  try {
    const client = await connectClient(address, {
      applicationName: `gatepost ${schema} migrations`,
      // Ten services start at once, also on a machine that has much else to do.
      connectTimeoutMs: 30_000,
      statementTimeoutMs: 0,
      settings: { search_path: schema, lock_timeout: String(LOCK_TIMEOUT_MS) },
    });
    try {
      if (await isUpToDate(client, dir)) return [];
      const { runner } = await import('node-pg-migrate');
      const done = await runner({
        dbClient: client,
        dir,
        schema,
        direction: 'up',
        migrationsTable: 'migrations',
        checkOrder: true,
        singleTransaction: true,
        advisoryLockMode: 'wait',
        lockValue: lockValueOf(schema),
        migrationLoaderStrategies: sqlLoader(readSql),
        logger: quietLogger(log),
      });
      const names = done.map(({ name }) => name);
      if (names.length > 0) log.info('migrated', { schema, migrations: names });
      return names;
    } finally {
      await endClient(client);
    }
  } catch (error) {
    throw toDatabaseError(error);
  }
}

/** Whether the migrations that have run are those of `dir`: a start then loads no runner, and waits for no lock. */
async function isUpToDate(client: pg.Client, dir: string): Promise<boolean> {
  const { rows: tables } = await client.query("SELECT to_regclass('migrations') AS found");
  if (tables[0]?.found == null) return false;
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  const files = readdirSync(dir).filter((file) => file.endsWith('.sql'));
  const run = new Set(rows.map(({ name }) => name));
  return files.length === run.size && files.every((file) => run.has(parse(file).name));
}

/** How long another runner, or a statement that holds a lock on a table, may take. */
const LOCK_TIMEOUT_MS = 60_000;

/** Migrations only go forward; there are no down migrations. */
function sqlLoader(readSql: (file: string) => string): Strategies {
  return [
    {
      extensions: ['.sql'],
      loader: async (files) =>
        files.map((file) => {
          const sql = readSql(file);
          return {
            id: file,
            filePaths: [file],
            actions: { up: (pgm) => pgm.sql(sql), down: false },
          };
        }),
    },
  ];
}

type Strategies = NonNullable<RunnerOption['migrationLoaderStrategies']>;

/** One lock for each schema: services do not wait for each other. */
function lockValueOf(schema: string): number {
  let hash = 0x67_70; // "gp"
  for (const letter of schema) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 2 ** 48;
  return hash;
}

/**
 * The runner's own progress messages are dropped, because we log a line; its warnings and errors
 * are passed on.
 */
function quietLogger(log: Log) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string) => log.warn(message),
    error: (message: string) => log.error(message),
  };
}
