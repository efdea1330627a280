import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, type DatabaseAddress, urlOfDatabase } from '../pg/index.js';
import { cloneDatabase, dropDatabase } from './clone-database.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.js';

/** A database of a test, with the services' roles and schemas and nothing in them. */
export interface TestDatabase {
  readonly name: string;
  /** As the superuser. */
  readonly admin: DatabaseAddress;
  /** As the role of a schema, `gatepost_<schema>`; to be spread into what takes an address. */
  address(schema: string): DatabaseAddress & { readonly schema: string };
  /** A copy, with what is in it; nobody may be connected to this one meanwhile. */
  clone(): Promise<TestDatabase>;
  drop(): Promise<void>;
}

export interface TestPostgres {
  readonly postgres: EmbeddedPostgres;
  readonly admin: DatabaseAddress;
  createDatabase(schemas: readonly string[]): Promise<TestDatabase>;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

const PASSWORD = 'of a role that lives as long as a test';

/**
 * A Postgres of its own for a test file, in a temporary directory: start it in `beforeAll` (about
 * 1 s), stop it in `afterAll`, make a database a test. It flushes nothing to disk unless
 * `settings: { fsync: 'on' }`.
 */
export async function startTestPostgres(
  options: { readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<TestPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-test-'));
  // As root, Postgres runs as another user, who has to get here.
  chmodSync(dir, 0o711);
  const passwordFile = join(dir, 'role.password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const log = { info: () => undefined, warn: () => undefined };
  const settings = { fsync: 'off', full_page_writes: 'off', ...options.settings };
  const postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'data'), settings, log });
  const admin = { url: postgres.url(), passwordFile: postgres.passwordFile };
  let made = 0;

  const testDatabase = (name: string): TestDatabase => ({
    name,
    admin: { ...admin, url: urlOfDatabase(admin.url, name) },
    address: (schema) => {
      const url = new URL(urlOfDatabase(admin.url, name));
      url.username = `gatepost_${schema}`;
      return { url: url.href, passwordFile, schema };
    },
    clone: async () => {
      made += 1;
      const copy = `test_${made}`;
      await cloneDatabase({ admin, template: name, name: copy });
      return testDatabase(copy);
    },
    drop: () => dropDatabase(admin, name),
  });

  return {
    postgres,
    admin,
    createDatabase: async (schemas) => {
      made += 1;
      const database = `test_${made}`;
      const services = schemas.map((schema) => ({
        schema,
        role: `gatepost_${schema}`,
        password: PASSWORD,
      }));
      await bootstrap({ admin, database, services });
      return testDatabase(database);
    },
    stop: async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
