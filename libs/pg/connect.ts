import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { type Hosts, hostsOf } from './hosts.js';
import { typeParsers } from './type-parsers.js';
import type { DatabaseAddress } from './types.js';

/** Settings of a connection's session. */
export interface SessionSettings {
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** Postgres ends a statement after this long; 0.5 s later we stop waiting for it. 0: no limit. */
  readonly statementTimeoutMs: number;
  /** Postgres settings of the session, e.g. `search_path`. Undefined: those of the role, as a pooler takes none. */
  readonly settings: Readonly<Record<string, string>> | undefined;
}

/** The extra time that a hung server gets after it should have answered. */
const GRACE_MS = 500;

/**
 * The configuration for node-postgres. The password is read at each connection.
 *
 * @throws Error if the URL is not a Postgres URL, or holds a password
 */
export function clientConfig(address: DatabaseAddress, session: SessionSettings): pg.ClientConfig {
  const { statementTimeoutMs } = session;
  return {
    ...parseAddress(address.url),
    ...(address.passwordFile === undefined ? {} : { password: readPassword(address.passwordFile) }),
    application_name: session.applicationName,
    connectionTimeoutMillis: session.connectTimeoutMs,
    ...(statementTimeoutMs === 0 ? {} : { query_timeout: statementTimeoutMs + GRACE_MS }),
    ...(session.settings === undefined
      ? {}
      : {
          options: settingsAsOptions({ ...usualSettings(statementTimeoutMs), ...session.settings }),
        }),
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    types: typeParsers,
  };
}

/** What every session has set, whatever it is for. */
export function usualSettings(statementTimeoutMs: number): Record<string, string> {
  return {
    statement_timeout: String(statementTimeoutMs),
    synchronous_commit: 'on',
    timezone: 'UTC',
  };
}

/**
 * The parts of the URL. It must name a role, a host and a database: the environment would fill in
 * missing ones.
 */
export function parseAddress(url: string): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('the database URL is not postgres://…');
  const { password, ...parts } = parseIntoClientConfig(url);
  // Not quoted in the message: it would show the password.
  if (password) throw new Error('the database URL holds a password; it belongs in a file');
  if (!parts.user || !parts.host || !parts.database) {
    throw new Error('the database URL needs a role, a host and a database');
  }
  return parts;
}

function readPassword(path: string): () => Promise<string> {
  return async () => (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
}

/** Settings as the startup parameter `options`, where spaces and backslashes are escaped. */
function settingsAsOptions(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ');
}

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;

/** Schemas, roles and databases have plain names, so that they need no quoting. @throws Error */
export function checkIdentifier(what: string, name: string): string {
  if (IDENTIFIER.test(name)) return name;
  throw new Error(
    `${what} must be a lower-case letter or _ and then letters, digits or _: ${name}`,
  );
}

/**
 * Opens one connection, to the first host that takes writes if the URL names several. The caller ends it and listens to
 * its `error`.
 *
 * @param hosts those of the URL, if the caller keeps them. The host of the connection is then the current one.
 */
export async function connectClient(
  address: DatabaseAddress,
  session: SessionSettings,
  hosts: Hosts = hostsOf(address.url),
): Promise<pg.Client> {
  const urls = hosts.inTurn();
  const failures: unknown[] = [];
  for (const url of urls) {
    const client = new pg.Client(clientConfig({ ...address, url }, session));
    // A connection that breaks while idle reports it here, and only here.
    client.on('error', () => undefined);
    try {
      await client.connect();
      if (urls.length > 1) await requireWritable(client);
      return client;
    } catch (error) {
      failures.push(error);
      hosts.failed(url);
      await endClient(client);
    }
  }
  throw failures[0];
}

/** @throws Error with SQLSTATE 25006 (read_only_sql_transaction) if the server takes no writes, as a standby does */
export async function requireWritable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ read_only: boolean }>(
    `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only`,
  );
  if (rows[0]?.read_only !== true) return;
  throw Object.assign(new Error('this Postgres takes no writes: it is a standby'), {
    code: '25006',
  });
}

/** Ends a connection in order; if the server does not answer, destroys it. */
export async function endClient(client: pg.ClientBase & { end(): Promise<void> }): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  const timer = setTimeout(() => stream.destroy(), 1000);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}
