import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../log/index.js';
import { bootstrap, type DatabaseAddress, urlOfDatabase } from '../pg/index.js';
import { cloneDatabase, dropDatabase } from './clone-database.js';
import { passwordFileOf } from './init-cluster.js';
import { makeScratch } from './scratch.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.js';

/** A test's database, with empty schemas and the roles that own them. */
export interface TestDatabase {
  readonly name: string;
  /** The address for the superuser. */
  readonly admin: DatabaseAddress;
  /**
   * The address for a schema's role, `gatepost_<schema>`, to be spread into options that take an
   * address. Its time-outs allow for a busy machine.
   */
  address(schema: string): DatabaseAddress & {
    readonly schema: string;
    readonly statementTimeoutMs: number;
    readonly acquireTimeoutMs: number;
  };
  /** A copy with all its content; nobody may be connected to this database meanwhile. */
  clone(): Promise<TestDatabase>;
  drop(): Promise<void>;
}

/** A Postgres in which a test creates its databases. */
export interface TestPostgres {
  readonly admin: DatabaseAddress;
  createDatabase(schemas: readonly string[]): Promise<TestDatabase>;
  /**
   * Drops the remaining databases. A Postgres of the test's own is stopped and its files removed.
   */
  stop(): Promise<void>;
}

/** A Postgres that a test or a bench may stop, break and tune. */
export interface OwnPostgres extends TestPostgres {
  readonly postgres: EmbeddedPostgres;
}

const PASSWORD = 'of a role that lives as long as a test';

/** Set by `sharePostgres`, for the processes that run test files. */
const SHARED_URL = 'GATEPOST_TEST_POSTGRES_URL';
const SHARED_DIR = 'GATEPOST_TEST_POSTGRES_DIR';

/**
 * A Postgres for the databases of a test file: open it in `beforeAll`, stop it in `afterAll`,
 * create a database for each test. If the run shares one Postgres (see `sharePostgres`), it is that
 * one, so filter server-wide views by `datname = current_database()`. It flushes nothing to disk.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const { [SHARED_URL]: url, [SHARED_DIR]: dir } = process.env;
  if (url === undefined || dir === undefined) return await startOwnPostgres();
  const { admin, passwordFile } = filesIn(dir, url);
  const databases = databasesIn(admin, passwordFile);
  return { admin, createDatabase: databases.create, stop: databases.dropAll };
}

/**
 * A Postgres that nobody else uses (about 1 s), for a test that stops it, changes its roles, or
 * needs it to flush to disk: `settings: { fsync: 'on' }`. Without that setting it may lie in
 * memory.
 */
export async function startOwnPostgres(
  options: { readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<OwnPostgres> {
  const { settings } = options;
  const flushes = settings?.fsync === 'on';
  const dir = flushes ? mkdtempSync(join(tmpdir(), 'gatepost-test-')) : makeScratch();
  const postgres = await startIn(dir, settings);
  const { admin, passwordFile } = filesIn(dir, postgres.url());
  return {
    postgres,
    admin,
    createDatabase: databasesIn(admin, passwordFile).create,
    stop: async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the Postgres that every test file of a run shares, before the first of them. The function
 * returned stops it after the last.
 */
export async function sharePostgres(): Promise<() => Promise<void>> {
  const dir = makeScratch();
  const postgres = await startIn(dir, { max_connections: '400' });
  process.env[SHARED_URL] = postgres.url();
  process.env[SHARED_DIR] = dir;
  return async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

async function startIn(dir: string, settings = {}): Promise<EmbeddedPostgres> {
  // Started by root, Postgres runs as another user, who must be able to get here.
  chmodSync(dir, 0o711);
  writeFileSync(passwordFileIn(dir), PASSWORD, { mode: 0o600 });
  return await startEmbeddedPostgres({
    dataDir: dataIn(dir),
    settings: { fsync: 'off', full_page_writes: 'off', ...settings },
    log: silentLog,
  });
}

const dataIn = (dir: string) => join(dir, 'data');
const passwordFileIn = (dir: string) => join(dir, 'role.password');

function filesIn(dir: string, url: string): { admin: DatabaseAddress; passwordFile: string } {
  const admin = { url, passwordFile: passwordFileOf(dataIn(dir)) };
  return { admin, passwordFile: passwordFileIn(dir) };
}

function databasesIn(admin: DatabaseAddress, passwordFile: string) {
  /** Random, because test files create databases at the same time. */
  const newName = () => `test_${randomBytes(6).toString('hex')}`;
  const left = new Set<string>();
  const testDatabase = (name: string): TestDatabase => ({
    name,
    admin: { ...admin, url: urlOfDatabase(admin.url, name) },
    address: (schema) => {
      const url = new URL(urlOfDatabase(admin.url, name));
      url.username = `gatepost_${schema}`;
      const patient = { statementTimeoutMs: 30_000, acquireTimeoutMs: 30_000 };
      return { url: url.href, passwordFile, schema, ...patient };
    },
    clone: async () => {
      const copy = newName();
      left.add(copy);
      await cloneDatabase({ admin, template: name, name: copy });
      return testDatabase(copy);
    },
    drop: () => drop(name),
  });
  const drop = async (name: string) => {
    await dropDatabase(admin, name);
    left.delete(name);
  };
  return {
    async create(schemas: readonly string[]): Promise<TestDatabase> {
      const database = newName();
      left.add(database);
      const services = schemas.map((schema) => ({
        ...{ schema, role: `gatepost_${schema}`, password: PASSWORD },
      }));
      await bootstrap({ admin, database, services });
      return testDatabase(database);
    },
    async dropAll() {
      for (const name of left) await drop(name);
    },
  };
}
