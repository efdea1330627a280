import { type FollowedClock, followPostgres } from '../clock/index.js';
import { streamGap } from '../events/definitions/stream.js';
import {
  makeEvent,
  type OutboxWatch,
  type Sink,
  startRelay,
  watchOutbox,
} from '../events/index.js';
import type { Peer } from '../grpc/index.js';
import type { Job } from '../kit/jobs.js';
import { migrateService, schemaOf } from '../kit/migrations.js';
import type { ServiceParts } from '../lifecycle/index.js';
import type { Log } from '../log/index.js';
import {
  type Database,
  openDatabase,
  poolSettings,
  readPostgresTime,
  requireSettings,
  setRoleSettings,
} from '../pg/index.js';
import type { Random } from '../random/index.js';
import type { Metrics } from '../telemetry/index.js';
import { streamSink } from './nats-settings.js';
import { openStateless, type Served } from './open-stateless.js';
import { postgresMetrics } from './postgres-metrics.js';
import { OUTBOX_HEALTH } from './record-health.js';
import { outboxMetrics, relayMetrics } from './relay-metrics.js';
import type { BaseConfig, ServiceName } from './settings.js';

/** What every service with a database is built on. */
export interface Base {
  readonly db: Database;
  readonly clock: FollowedClock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Registers something to close at the end. The last registered is closed first. */
  readonly onStop: (close: () => unknown) => void;
  /** Carries the service's events to the record, and to the stream if one is configured. */
  relay(record: Sink): void;
  /** Runs jobs until the process stops. */
  run(jobs: readonly Job[]): void;
  /** A client of another service, as configured under `peers`. */
  peer(name: ServiceName): Peer;
  /**
   * Serves until the process stops. `ready` is checked in addition to the database, the clock and
   * the room in the outbox.
   */
  serve(served: Served): Promise<{ isReady(): boolean }>;
}

/** A large change by an administrator may take longer than a statement of a login. */
const STATEMENT_TIMEOUT_MS = 5000;

/**
 * Opens the database, with its schema up to date, and the clock that follows it. Undefined if the
 * process was started only to migrate.
 *
 * @param service its name: `trust-store` owns the schema `trust_store`
 */
export async function openBase(
  service: string,
  parts: ServiceParts<BaseConfig>,
): Promise<Base | undefined> {
  const { config, log, metrics, onStop } = parts;
  const schema = schemaOf(service);
  const address = { url: config.database.url, passwordFile: config.database['password-file'] };
  const { pooler } = config.database;
  const settings = poolSettings(schema, STATEMENT_TIMEOUT_MS);
  await migrateService({ service, address, log });
  if (pooler !== undefined) await setRoleSettings(address, settings);
  if (parts.migrateOnly) return undefined;
  const db = openDatabase({
    ...address,
    schema,
    pooler,
    applicationName: `gatepost ${config.name}`,
    poolSize: config.database.pool,
    acquireTimeoutMs: config.database['acquire-timeout'],
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    log,
  });
  onStop(() => db.close());
  if (pooler !== undefined) await requireSettings(db, settings);
  postgresMetrics(metrics, db);
  const clock = await followPostgres({
    read: () => readPostgresTime(db),
    log,
    offsetFile: config.clock?.['offset-file'],
  });
  onStop(() => clock.stop());
  const { random, run, peer, serve } = await openStateless(parts);
  let outbox: OutboxWatch | undefined;
  return {
    db,
    clock,
    random,
    log,
    metrics,
    onStop,
    run,
    peer,
    relay: (record) => {
      const { nats, name } = config;
      const stream = nats && streamSink(nats, { name, log });
      if (stream) onStop(() => stream.close());
      const bound = nats && {
        mostBehind: nats['most-pending'],
        gapEvent: (gap: { first: number; last: number }) => {
          const context = { id: random.id(), service, time: clock.now(), domain: undefined };
          return makeEvent(streamGap, context, gap);
        },
      };
      const sinks = stream && bound ? [record, { ...stream, bound }] : [record];
      const relay = startRelay({ db, sinks, log, metrics: relayMetrics(metrics) });
      onStop(() => relay.close());
      outbox = watchOutbox({ db, log, pending: outboxMetrics(metrics) });
      onStop(() => outbox?.close());
    },
    serve: ({ ready = () => true, conditions = {}, ...served }) =>
      serve({
        ...served,
        ready: () => db.healthy && clock.healthy && outbox?.full !== true && ready(),
        conditions: { ...conditions, [OUTBOX_HEALTH]: () => outbox?.recording !== false },
      }),
  };
}
