import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'node:path';
import type { MigrationBuilder, RunnerOption } from 'node-pg-migrate';
import type pg from 'pg';
import type { Log } from '../log/index.js';
import { concurrentIndexIn, stepsToBuild } from './concurrent-index.js';
import { checkIdentifier, connectClient, endClient } from './connect.js';
import { toDatabaseError } from './errors.js';
import { takeMigrationLock } from './migration-lock.js';
import type { DatabaseAddress } from './types.js';

/**
 * Runs the migrations of a schema that have not run yet: `<dir>/<number>_<name>.sql`, by number,
 * in one transaction, each recorded in the schema's table `migrations`. If several replicas start
 * together, one does the work and the others wait for it.
 *
 * A migration of one statement `CREATE INDEX CONCURRENTLY` runs between two transactions, so that
 * nobody who writes to the table waits for it. If it is cut off, the next run builds the index anew.
 *
 * @returns the names of the migrations run now
 * @throws GatepostError if one fails (nothing is changed then, except by what comes before an index
 *   that is built concurrently), or if one would run that comes before another that has already run
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
      await takeMigrationLock(client, { schema, waitMs: BUILD_WAIT_MS, log });
      const { runner } = await import('node-pg-migrate');
      const done = await runner({
        dbClient: client,
        dir,
        schema,
        direction: 'up',
        migrationsTable: 'migrations',
        checkOrder: true,
        singleTransaction: true,
        noLock: true,
        migrationLoaderStrategies: sqlLoader(readSql, client),
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

/** How long a statement that holds a lock on a table may take. Whoever writes to the table waits, too. */
const LOCK_TIMEOUT_MS = 60_000;
/** How long another run may take, and a transaction that a concurrent build waits for. Nobody who writes waits. */
const BUILD_WAIT_MS = 900_000;

/** Migrations only go forward; there are no down migrations. */
function sqlLoader(readSql: (file: string) => string, client: pg.Client): Strategies {
  return [
    {
      extensions: ['.sql'],
      loader: async (files) =>
        files.map((file) => ({
          id: file,
          filePaths: [file],
          actions: { up: (pgm) => addSteps(pgm, readSql(file), client), down: false },
        })),
    },
  ];
}

async function addSteps(pgm: MigrationBuilder, sql: string, client: pg.Client): Promise<void> {
  const index = concurrentIndexIn(sql);
  if (index === undefined) {
    pgm.sql(sql);
    return;
  }
  pgm.noTransaction();
  pgm.sql(`SET lock_timeout = ${BUILD_WAIT_MS}`);
  for (const step of await stepsToBuild(client, index)) pgm.sql(step);
  pgm.sql(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
}

type Strategies = NonNullable<RunnerOption['migrationLoaderStrategies']>;

/**
 * The runner's own progress messages are dropped, because we log a line; its warnings and errors
 * are passed on, except about what runs outside a transaction on purpose.
 */
function quietLogger(log: Log) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn(message: string) {
      if (!/break single transaction|not wrapped in a transaction/.test(message)) log.warn(message);
    },
    error: (message: string) => log.error(message),
  };
}
