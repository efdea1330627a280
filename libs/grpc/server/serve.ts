import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { logVerbosity, Server, type ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { packageRoot } from '../../config/index.js';
import { unavailable } from '../../errors/index.js';
import type { Log } from '../../log/index.js';
import { type Metrics, type Tracing, untraced } from '../../telemetry/index.js';
import type { AdministratorGate } from '../access/administration.js';
import { parseAllowList } from '../access/allow-list.js';
import { reloadFrom } from '../reloader.js';
import { MutualTlsServerCredentials } from '../tls/credentials.js';
import type { TlsSource } from '../tls/tls-source.js';
import { createDispatcher } from './dispatch.js';
import { type Conditions, createHealth } from './health.js';
import { createHeldOctets } from './held-octets.js';
import { createSharedLimiter } from './limiter.js';
import type { Limits } from './limits.js';
import { followReadiness } from './readiness.js';
import { createReflection } from './reflection.js';
import type { Method, Service } from './service.js';
import { takeTurns } from './turns.js';

export interface ServeOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: TlsSource;
  /** Path of the allow-list. */
  readonly access: string;
  readonly services: readonly Service[];
  /** Without it, no administrator's ticket is accepted. */
  readonly administrators?: AdministratorGate | undefined;
  /**
   * Services of the program that this configuration does not serve. The allow-list may still name
   * them.
   */
  readonly switchedOff?: readonly Service[];
  readonly log: Log;
  readonly metrics: Metrics;
  /** Without it, no span is kept. */
  readonly tracing?: Tracing;
  /** Whether everything needed to serve is available; called every second. */
  readonly ready: () => boolean | Promise<boolean>;
  /** More names that health answers for. They do not affect readiness. */
  readonly conditions?: Conditions;
  /** In ms. */
  readonly deadlines: { readonly default: number; readonly max: number };
  readonly limits?: Partial<Limits>;
  /** The directory of the protos for reflection. Default: the package's own. */
  readonly protoDir?: string;
}

export interface RunningServer {
  readonly port: number;
  /**
   * What health reports: true if the port is bound, `ready` said yes, and the server is not
   * stopping.
   */
  isReady(): boolean;
  /** Calls `ready` and reads the allow-list's file now. */
  check(): Promise<void>;
  /**
   * Reports NOT_SERVING, takes no more calls, and lets calls in flight finish for at most
   * `graceMs`.
   */
  stop(graceMs: number): Promise<void>;
}

const LAST_WORDS_MS = 100;

const LIMITS: Limits = {
  calls: 1000,
  callsPerCaller: 750,
  callsPerDomain: 500,
  streams: 1000,
  streamsPerCaller: 125,
  messagesPerStream: 64,
  silenceMs: 20_000,
  conversationMs: 3_600_000,
  heldOctets: 96 << 20,
  heldOctetsPerCaller: 64 << 20,
};

// The library would write to stderr; whatever matters also comes back as an error.
setLogVerbosity(logVerbosity.NONE);

/**
 * Serves `services`, health and reflection over mutual TLS. Resolves when the port is bound.
 * @throws Error `listen host:port: address already in use`, or ConfigError for the allow-list
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { listen, tls, log, metrics, deadlines } = options;
  const limits = { ...LIMITS, ...options.limits };
  const serviceNames = options.services.map((service) => service.name);
  const health = createHealth(serviceNames, options.conditions);
  const reflection = createReflection({
    protoDir: options.protoDir ?? join(packageRoot, 'proto'),
    serviceNames: [...serviceNames, health.service.name],
  });
  const dispatcher = createDispatcher(
    {
      allowList: () => access.current(),
      administrators: options.administrators,
      limitersOf: limitersFor(limits, metrics),
      heldOf: heldFor(limits),
      turns: takeTurns({ perCaller: limits.callsPerCaller + limits.streamsPerCaller }),
      log,
      metrics,
      tracing: options.tracing ?? untraced,
      deadlines,
      limits,
    },
    [...options.services, health.service, ...reflection],
  );
  const access = await openAllowList(options);
  const server = new Server({
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': longestRequest(options.services),
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    interceptors: [dispatcher.interceptor],
  });
  dispatcher.register(server);
  const credentials = new MutualTlsServerCredentials(tls);
  const close = () => {
    access.close();
    credentials.close();
  };
  const port = await bind(server, listen, credentials).catch((error) => {
    close();
    throw error;
  });
  log.info('listening', { host: listen.host, port, services: serviceNames });
  const readiness = followReadiness({ ready: options.ready, health, log });

  const stop = async (graceMs: number) => {
    readiness.close();
    health.set(false);
    const reason = unavailable('the server is stopping');
    dispatcher.stopIntake(reason);
    const timer = setTimeout(() => dispatcher.abortAll(reason), graceMs);
    // First, because it destroys only sessions that it asked to close itself. It gets slightly more
    // time, so that aborted calls still get their status.
    server.drain(hostPort({ host: listen.host, port }), graceMs + LAST_WORDS_MS);
    const finished = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    // A connection still being set up cannot be closed here, so it is not waited for.
    await Promise.race([finished, delay(graceMs + 2 * LAST_WORDS_MS, null, { ref: false })]);
    clearTimeout(timer);
    close();
    log.info('stopped');
  };
  let stopping: Promise<void> | undefined;
  return {
    port,
    isReady: health.isServing,
    check: async () => void (await Promise.all([readiness.check(), access.check()])),
    stop(graceMs) {
      stopping ??= stop(graceMs);
      return stopping;
    },
  };
}

function openAllowList({ access, services, switchedOff = [], log }: ServeOptions) {
  const rpcsOf = (of: readonly Service[]) =>
    of.flatMap((service) => service.methods.map((method) => method.rpc));
  const methods = { rpcs: rpcsOf(services), switchedOff: rpcsOf(switchedOff) };
  const onWarning = (message: string) => log.warn(message);
  return reloadFrom({
    files: [access],
    what: 'allow-list',
    log,
    make: ([text]) =>
      parseAllowList(text?.toString('utf8') ?? '', { file: access, ...methods, onWarning }),
  });
}

/** Health and reflection have slots of their own: a busy server must still report its health. */
function limitersFor(limits: Limits, metrics: Metrics) {
  const { calls, callsPerCaller, callsPerDomain, streams, streamsPerCaller } = limits;
  const make = (onChange?: (change: 1 | -1) => void) => ({
    calls: createSharedLimiter({
      ...{ slots: calls, perCaller: callsPerCaller, perDomain: callsPerDomain, what: 'calls' },
      ...(onChange && { onChange }),
    }),
    streams: createSharedLimiter({
      ...{ slots: streams, perCaller: streamsPerCaller, what: 'streams' },
    }),
  });
  const own = make((change) => metrics.inFlight(change));
  const open = make();
  return (method: Method) => (method.open ? open : own);
}

/** Health and reflection hold octets of their own, too: they take nothing from the services. */
function heldFor({ heldOctets, heldOctetsPerCaller }: Limits) {
  const make = () => createHeldOctets({ perRole: heldOctets, perCaller: heldOctetsPerCaller });
  const own = make();
  const open = make();
  return (method: Method) => (method.open ? open : own);
}

/**
 * The library's limit for all methods together; `WireCall.bound` keeps the limit of each method.
 */
function longestRequest(services: readonly Service[]): number {
  const methods = services.flatMap((service) => service.methods);
  return Math.max(64 * 1024, ...methods.map((method) => method.maxRequestBytes));
}

function bind(
  server: Server,
  listen: { host: string; port: number },
  credentials: ServerCredentials,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(hostPort(listen), credentials, (error, port) => {
      if (error === null) return resolve(port);
      const inUse = error.message.includes('EADDRINUSE');
      const why = inUse ? 'address already in use' : error.message;
      reject(new Error(`listen ${hostPort(listen)}: ${why}`, { cause: error }));
    });
  });
}

function hostPort({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
