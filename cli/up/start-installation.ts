import { mkdirSync } from 'node:fs';
import { silentLog } from '../../libs/log/index.js';
import { CliError } from '../output/exit.js';
import { bootstrapDatabase } from './installation/bootstrap-database.js';
import { keepPostgres } from './installation/keep-postgres.js';
import { layoutOf } from './installation/layout.js';
import type { PortPlan } from './installation/ports.js';
import { portsInUse } from './installation/ports.js';
import { type Installation, prepareInstallation } from './installation/prepare-installation.js';
import type { EndEvent, RunningServices, StartEvent } from './installation/run-services.js';
import type { Deployment } from './installation/service-config.js';
import { startServing } from './installation/start-serving.js';
import type { Stream } from './nats/choose-stream.js';
import { runNats } from './nats/run-nats.js';
import type { Backoff } from './processes/backoff.js';
import { describeEnding } from './processes/child.js';
import { endLeftovers, openProcessList } from './processes/leftovers.js';

export interface StartOptions extends Pick<Deployment, 'route' | 'edge' | 'relay'> {
  readonly home: string;
  readonly plan: PortPlan;
  readonly corpDomains: readonly string[];
  readonly stream: Stream;
  /** The pause before something that ended is started again. Default: longer each time. */
  readonly backoff?: () => Backoff;
  /** Node options for one replica. */
  readonly execArgvOf?: (replica: string) => readonly string[];
  /** All services in one process. */
  readonly together?: boolean;
  /** When aborted, everything that was started is stopped again. */
  readonly signal: AbortSignal;
  /** Reports progress to a person. */
  readonly tell: (text: string) => void;
}

export interface RunningInstallation {
  readonly installation: Installation;
  readonly services: RunningServices;
  /** Stops everything in order, Postgres last. */
  stop(): Promise<void>;
}

const DATABASE = 'gatepost';
/** Short, because it has nothing to wait for. */
const NATS_GRACE_MS = 5_000;
const STARTING_MS = 90_000;

/**
 * Starts an installation: Postgres (whose lock keeps a second installation off the directory), the
 * missing files and the services. Resolves when all of them serve.
 * @throws CliError or EmbeddedPostgresError with a message for the person; everything is then
 *   stopped
 */
export async function startInstallation(options: StartOptions): Promise<RunningInstallation> {
  const { home, plan, signal, tell } = options;
  const layout = layoutOf(home);
  // Other users may enter the directory but not list it. If root starts this, Postgres runs as another user, who must
  // reach its data.
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const stack: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let undo = stack.pop(); undo !== undefined; undo = stack.pop()) await undo();
  };
  try {
    const since = performance.now();
    const kept = await keepPostgres({
      dataDir: layout.postgres,
      port: plan.postgres,
      log: silentLog,
      ...(options.backoff === undefined ? {} : { backoff: options.backoff }),
      onEnd: (reason, againInMs) => tell(`${reason}; starting it again in ${seconds(againInMs)}`),
    });
    stack.push(kept.stop);
    tell(`Postgres on 127.0.0.1:${plan.postgres} (${seconds(performance.now() - since)})`);
    signal.throwIfAborted();
    await endLeftovers(layout.processes);
    await requireFreePorts(plan);
    const installation = await prepareInstallation({
      ...options,
      database: DATABASE,
      now: Date.now(),
    });
    await bootstrapDatabase({
      admin: { url: kept.postgres.url(), passwordFile: kept.postgres.passwordFile },
      database: DATABASE,
      secrets: installation.secrets,
    });
    signal.throwIfAborted();
    const services = await startServices(installation, options, (undo) => stack.push(undo));
    return { installation, services, stop };
  } catch (error) {
    await stop();
    throw signal.aborted ? new CliError('stopped while starting') : error;
  }
}

async function startServices(
  installation: Installation,
  { signal, tell, stream, backoff, execArgvOf, together = false }: StartOptions,
  onStop: (undo: () => Promise<void>) => void,
): Promise<RunningServices> {
  const since = performance.now();
  const list = openProcessList(installation.layout.processes);
  onStop(async () => list.clear());
  let starting = true;
  const events = {
    ...(backoff === undefined ? {} : { backoff }),
    onStart: ({ name, pid, again }: StartEvent) => {
      list.add(pid);
      if (again && !starting) tell(`${name} is started again, process ${pid}`);
    },
    onEnd: ({ name, ending, againInMs }: EndEvent) => {
      if (starting) return;
      tell(`${name} ${describeEnding(ending)}; starting it again in ${seconds(againInMs)}`);
    },
  };
  if (stream.kind === 'own') {
    const nats = await runNats(installation, events);
    onStop(() => nats.stop(NATS_GRACE_MS));
  }
  const services = await startServing(installation, {
    signal,
    withinMs: STARTING_MS,
    ...events,
    together,
    ...(execArgvOf === undefined ? {} : { execArgvOf }),
  });
  onStop(services.stop);
  starting = false;
  const count = installation.plan.replicas.length;
  const where = together ? ' in one process' : '';
  tell(`${count} services${where} (${seconds(performance.now() - since)})`);
  return services;
}

async function requireFreePorts(plan: PortPlan): Promise<void> {
  // Except Postgres's port: that is our own Postgres, running already.
  const taken = (await portsInUse(plan)).filter((port) => port !== plan.postgres);
  if (taken.length === 0) return;
  const ports = taken.length === 1 ? `port ${taken[0]} is` : `ports ${taken.join(', ')} are`;
  throw new CliError(`${ports} in use on 127.0.0.1: stop what listens there, or give --port-base`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
