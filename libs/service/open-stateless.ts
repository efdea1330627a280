import {
  type AdministratorGate,
  type Conditions,
  connect,
  openTls,
  type Peer,
  type Service,
  serve,
  type TlsSource,
} from '../grpc/index.js';
import { type Job, startJobs } from '../kit/jobs.js';
import type { ServiceParts } from '../lifecycle/index.js';
import type { Log } from '../log/index.js';
import { type Random, systemRandom } from '../random/index.js';
import { type Metrics, openTracing, type Tracing, untraced } from '../telemetry/index.js';
import type { ServiceName, StatelessConfig } from './settings.js';
import { tlsMetrics } from './tls-metrics.js';

/** What a service serves. */
export interface Served {
  readonly services: readonly Service[];
  /** Checked for health; optional. */
  readonly ready?: (() => boolean) | undefined;
  /** More names that health answers for. */
  readonly conditions?: Conditions | undefined;
  /** Services of the program that this configuration does not serve. */
  readonly switchedOff?: readonly Service[];
  /** Verifies administrators' tickets; without it none is accepted. */
  readonly administrators?: AdministratorGate | undefined;
}

/** What every service is built on, with or without a database. */
export interface Stateless {
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The service's own certificate, and the authority it trusts. */
  readonly tls: TlsSource;
  /** Runs jobs until the process stops. */
  run(jobs: readonly Job[]): void;
  /** A client of another service, as configured under `peers`. */
  peer(name: ServiceName): Peer;
  /** Serves until the process stops. */
  serve(served: Served): Promise<{ isReady(): boolean }>;
}

/** Opens what a service needs to call others and to be called. */
export async function openStateless(parts: ServiceParts<StatelessConfig>): Promise<Stateless> {
  const { config, log, metrics, onStop } = parts;
  const tls = await openTls({ files: config.tls, log });
  onStop(() => tls.close());
  tlsMetrics(metrics, tls);
  const tracing = await tracingOf(parts);
  onStop(() => tracing.close());
  const shared = { tls, tracing, parts };
  return {
    random: systemRandom,
    log,
    metrics,
    tls,
    run: (jobs) => onStop(startJobs(jobs, log)),
    peer: (name) => openPeer({ name, ...shared }),
    serve: (served) => startServer({ served, ...shared }),
  };
}

function openPeer(options: {
  name: ServiceName;
  tls: TlsSource;
  tracing: Tracing;
  parts: ServiceParts<StatelessConfig>;
}): Peer {
  const { name, tls, tracing, parts } = options;
  const replicas = (parts.config as { peers?: Record<string, { text: string }[]> }).peers?.[name];
  if (replicas === undefined) throw new Error(`peers.${name} is missing in the configuration`);
  const peer = connect({
    targets: replicas.map(({ text }) => text),
    tls,
    expect: `spiffe://gatepost/service/${name}`,
    metrics: parts.metrics,
    tracing,
  });
  parts.onStop(() => peer.close());
  return peer;
}

async function startServer(options: {
  served: Served;
  tls: TlsSource;
  tracing: Tracing;
  parts: ServiceParts<StatelessConfig>;
}): Promise<{ isReady(): boolean }> {
  const { tls, tracing } = options;
  const { services, ready = () => true, conditions = {}, switchedOff = [] } = options.served;
  const { administrators } = options.served;
  const { config, log, metrics, onStop } = options.parts;
  const { listen, access, deadlines, drain } = config;
  const shared = { log, metrics, tracing, ready, conditions, deadlines };
  const what = { services, switchedOff, administrators };
  const server = await serve({ listen, tls, access, ...what, ...shared });
  onStop(() => server.stop(drain));
  return server;
}

async function tracingOf({ name, config, log }: ServiceParts<StatelessConfig>): Promise<Tracing> {
  if (config.traces === undefined) return untraced;
  const { endpoint: url, ratio } = config.traces;
  const onLost = (error: Error) => log.warn('spans were not sent', { url, error });
  return await openTracing({ url, ratio, service: name, replica: config.name, onLost });
}
