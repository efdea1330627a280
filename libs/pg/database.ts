import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { GatepostError, internal } from '../errors/index.js';
import type { Log } from '../log/index.js';
import { createBreaker } from './breaker.js';
import {
  checkIdentifier,
  clientConfig,
  connectClient,
  endClient,
  parseAddress,
  requireWritable,
  type SessionSettings,
  usualSettings,
} from './connect.js';
import { isSilence, isUnreachable, mayConnectSoon, toDatabaseError } from './errors.js';
import { type Hosts, hostsOf } from './hosts.js';
import { probe } from './probe.js';
import type { DatabaseAddress, Queryable, Rows, Statement } from './types.js';

export interface DatabaseOptions extends DatabaseAddress {
  /** The only schema on the search_path. */
  readonly schema: string;
  /**
   * `postgres://role@host:port/database` of a pooler such as PgBouncer in transaction mode, which the pool connects to.
   * The role needs `poolSettings` (see `setRoleSettings`). What belongs to a session goes to `url` directly.
   */
  readonly pooler?: string | undefined;
  /** Shown in pg_stat_activity. Default: `gatepost <schema>`. */
  readonly applicationName?: string;
  /** More Postgres settings for every session. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The most connections. Default: 10. */
  readonly poolSize?: number;
  /**
   * How long a statement may run, and a transaction may stay idle, before it is ended. Default: 5
   * s.
   */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a free connection, and for a new one. Default: 2 s. */
  readonly acquireTimeoutMs?: number;
  readonly log: Log;
}

/** A connection outside the pool, for things that belong to a session: advisory locks, LISTEN. */
export interface Connection extends Queryable {
  /** Aborted when the connection is closed or lost. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

export interface Database extends Queryable {
  readonly schema: string;
  /** False while Postgres cannot be reached; calls then fail at once. */
  readonly healthy: boolean;
  /**
   * Runs `work` in a transaction (READ COMMITTED). It commits if `work` resolves; if `work` throws,
   * it rolls back and throws the same error. Only statements on `tx` belong to it.
   *
   * @throws GatepostError. After UNAVAILABLE at COMMIT it is not known whether it was committed.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Opens a separate connection; `settings` are added to those of every session. */
  connect(settings?: Readonly<Record<string, string>>): Promise<Connection>;
  /** Waits for running statements, then closes every connection of the pool. */
  close(): Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 5000;
const FAILURES_TO_OPEN = 3;
const PROBE_INTERVAL_MS = 1000;
/** The pause before a failed connection attempt is repeated. */
const CONNECT_AGAIN_MS = 100;

/**
 * A pool of connections to one schema. It does not connect yet. Every wait for a connection or an
 * answer has a limit. A failed connection attempt is repeated, because nothing was asked yet: a
 * name server that is silent for a moment fails no call. After three failures in a row to reach
 * Postgres, calls fail at once with UNAVAILABLE. A probe asks every second; the first that reaches
 * a Postgres that takes writes ends this.
 *
 * @throws Error if the URL or the schema is malformed.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { log, acquireTimeoutMs = 2000 } = options;
  const schema = checkIdentifier('schema', options.schema);
  const session = sessionOf(options, schema);
  const { pooler } = options;
  const pooled =
    pooler === undefined
      ? { address: options, session }
      : { address: { ...options, url: pooler }, session: { ...session, settings: undefined } };
  /** Prepared statements belong to a session, too. */
  const run = pooler === undefined ? runNamed : runUnnamed;
  const hosts = hostsOf(pooled.address.url);
  const direct = pooler === undefined ? hosts : hostsOf(options.url);
  const pool = new pg.Pool({
    ...clientConfig({ ...pooled.address, url: hosts.current() }, pooled.session),
    ...(hosts.urls.length === 1 ? {} : { Client: clientOf(hosts) }),
    max: options.poolSize ?? 10,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 3600,
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => log.warn('a database connection broke', { error }));

  /** How often Postgres was lost: a statement failed because it could not be reached, or the breaker opened or closed. */
  let outages = 0;
  const breaker = createBreaker({
    threshold: FAILURES_TO_OPEN,
    probeIntervalMs: PROBE_INTERVAL_MS,
    probe: () => probe(pooled.address, pooled.session, hosts),
    onChange: (open, cause) => {
      outages += 1;
      if (open) log.error('the database cannot be reached', { error: cause });
      else log.info('the database can be reached again');
    },
  });

  /** Calls the driver once, and tells the breaker whether the server answered. */
  async function ask<T>(question: () => Promise<T>, failureCounts = true): Promise<T> {
    try {
      const answer = await question();
      breaker.succeeded();
      return answer;
    } catch (error) {
      if (failureCounts && isSilence(error)) breaker.silent(error);
      else if (failureCounts && isUnreachable(error)) breaker.failed(error);
      throw toDatabaseError(error);
    }
  }

  /** Gets a connection from the pool, within the acquire time-out or until the breaker opens. */
  async function acquire(): Promise<pg.PoolClient> {
    const lastTry = performance.now() + acquireTimeoutMs - CONNECT_AGAIN_MS;
    for (let tries = 1; ; tries += 1) {
      breaker.check();
      const tried = hosts.current();
      try {
        // That one host fails says nothing about the others.
        return await ask(connect, tries >= hosts.urls.length);
      } catch (error) {
        const { cause } = error as GatepostError;
        if (isUnreachable(cause)) hosts.failed(tried);
        const another = hosts.current() !== tried;
        if (!(another || mayConnectSoon(cause)) || performance.now() > lastTry) throw error;
        await sleep(CONNECT_AGAIN_MS);
      }
    }
  }

  /** How many outages there had been when a connection was made. */
  const madeAfter = new WeakMap<pg.PoolClient, number>();
  /**
   * Gets a connection that was made after the last outage: one from before may lead to a former primary, which hangs, or
   * which answers from the past. Where there are several hosts, a new one may lead to a standby.
   */
  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      const before = outages;
      const client = await pool.connect();
      const known = madeAfter.get(client);
      if (known === outages) return client;
      if (known !== undefined) {
        client.release(true);
        continue;
      }
      try {
        if (hosts.urls.length > 1) await requireWritable(client);
        madeAfter.set(client, before);
        return client;
      } catch (error) {
        client.release(true);
        throw error;
      }
    }
  }

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await acquire();
    let broken = true;
    try {
      const result = await work(client);
      broken = false;
      return result;
    } catch (error) {
      broken = toDatabaseError(error).code === 'UNAVAILABLE';
      if (error instanceof GatepostError && isUnreachable(error.cause)) outages += 1;
      throw error;
    } finally {
      // After a time-out the answer may still arrive, so such a connection is not reused.
      client.release(broken);
    }
  }

  return {
    schema,
    get healthy() {
      return !breaker.open;
    },
    query: (statement, values) => withClient((client) => ask(() => run(client, statement, values))),
    transaction: (work) =>
      withClient(async (client) => {
        await ask(() => client.query('BEGIN'));
        try {
          const result = await work({
            query: (statement, values) => ask(() => run(client, statement, values)),
          });
          const { command } = await ask(() => client.query('COMMIT'));
          // Postgres answers COMMIT with ROLLBACK, without an error, if an earlier error was
          // swallowed.
          if (command === 'ROLLBACK') throw internal('COMMIT of a transaction that had failed');
          return result;
        } catch (error) {
          await rollBack(client, error);
          throw error;
        }
      }),
    connect: async (settings = {}) => {
      breaker.check();
      const own = { ...session, settings: { ...session.settings, ...settings } };
      const client = await ask(() => connectClient(options, own, direct));
      const lost = new AbortController();
      client.once('end', () => lost.abort());
      return {
        lost: lost.signal,
        query: (statement, values) => ask(() => runNamed(client, statement, values)),
        close: () => endClient(client),
      };
    },
    close: async () => {
      breaker.stop();
      await pool.end();
    },
  };
}

function sessionOf(options: DatabaseOptions, schema: string) {
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS, acquireTimeoutMs = 2000 } = options;
  return {
    applicationName: options.applicationName ?? `gatepost ${schema}`,
    connectTimeoutMs: acquireTimeoutMs,
    statementTimeoutMs,
    settings: { ...sessionSettings(schema, statementTimeoutMs), ...options.settings },
  } satisfies SessionSettings;
}

/** What every session of a pool has set. @param statementTimeoutMs default: 5 s */
export function poolSettings(
  schema: string,
  statementTimeoutMs = STATEMENT_TIMEOUT_MS,
): Record<string, string> {
  return {
    ...usualSettings(statementTimeoutMs),
    ...sessionSettings(schema, statementTimeoutMs),
  };
}

function sessionSettings(schema: string, statementTimeoutMs: number) {
  return {
    search_path: schema,
    idle_in_transaction_session_timeout: String(statementTimeoutMs),
  };
}

function runUnnamed<Row extends object>(
  client: pg.ClientBase,
  statement: string | Statement,
  values?: readonly unknown[],
): Promise<Rows<Row>> {
  return runNamed(client, typeof statement === 'string' ? statement : statement.text, values);
}

async function runNamed<Row extends object>(
  client: pg.ClientBase,
  statement: string | Statement,
  values: readonly unknown[] = [],
): Promise<Rows<Row>> {
  const config = typeof statement === 'string' ? { text: statement } : statement;
  const { rows, rowCount } = await client.query<Row>({ ...config, values: [...values] });
  return { rows, count: rowCount ?? 0 };
}

async function rollBack(client: pg.PoolClient, because: unknown): Promise<void> {
  // A server that is gone has rolled back; waiting again for one that hangs is useless.
  if (because instanceof GatepostError && isUnreachable(because.cause)) return;
  await client.query('ROLLBACK').catch(() => endClient(client));
}

/** A client of the host that is current when it is made. */
function clientOf(hosts: Hosts): new (config?: string | pg.ClientConfig) => pg.Client {
  const places = new Map(
    hosts.urls.map((url) => {
      const { host, port } = parseAddress(url);
      return [url, { host, port }];
    }),
  );
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      // Not a copy: the pool hides the password from those.
      super(Object.assign(Object.create(config as pg.ClientConfig), places.get(hosts.current())));
    }
  };
}
