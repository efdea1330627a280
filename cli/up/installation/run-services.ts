import { join } from 'node:path';
import { packageRoot } from '../../../libs/config/index.js';
import type { Backoff } from '../processes/backoff.js';
import type { Ending } from '../processes/child.js';
import { type Supervised, supervise } from '../processes/supervisor.js';
import type { ReplicaPlan } from './ports.js';
import { type Installation, logOf } from './prepare-installation.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';

export interface RunOptions {
  /** Called when a process ended without being asked to; it is started again after `againInMs`. */
  readonly onEnd?: (event: EndEvent) => void;
  readonly onStart?: (event: StartEvent) => void;
  /** The entry point of a service, if it is not the one built here. */
  readonly entryOf?: (service: ServiceName) => string;
  /** The pause before a process that ended is started again. Default: longer each time. */
  readonly backoff?: () => Backoff;
  /** Node options for one replica. */
  readonly execArgvOf?: (replica: string) => readonly string[];
  /** The first replica of each service in one process; only further replicas have their own. */
  readonly together?: boolean;
}

export interface EndEvent {
  readonly name: string;
  readonly ending: Ending;
  readonly againInMs: number;
}

export interface StartEvent {
  readonly name: string;
  readonly pid: number;
  readonly again: boolean;
}

/** The replicas of an installation, running. */
export interface RunningServices {
  /** The process of a replica. */
  replica(name: string): Supervised;
  readonly all: readonly Supervised[];
  /** Stops them, the front ones first, so that logins being decided still get an answer. */
  stop(): Promise<void>;
}

/** Calls may take 10 s to finish, and closing the rest 5 s; see libs/lifecycle. */
const GRACE_MS = 17_000;

/** Starts every replica. A replica that ends is started again. */
export async function runServices(
  installation: Installation,
  options: RunOptions = {},
): Promise<RunningServices> {
  const { plan } = installation;
  const running = new Map<string, Supervised>();
  const shared = options.together === true ? firstOfEach(plan.replicas) : [];
  const own = plan.replicas.filter((replica) => !shared.includes(replica));
  const stop = async () => {
    for (const service of SERVICE_NAMES) {
      const names = own.filter((r) => r.service === service).map(({ name }) => name);
      await Promise.all(names.map((name) => running.get(name)?.stop(GRACE_MS)));
    }
    await running.get(shared[0]?.name ?? '')?.stop(GRACE_MS);
  };
  try {
    if (shared.length > 0) {
      const program = programTogether(installation, shared);
      const one = await supervise({ name: TOGETHER, ...program, ...options });
      for (const { name } of shared) running.set(name, one);
    }
    for (const { name, service } of own) {
      running.set(
        name,
        await supervise({
          ...{ name, ...programOf(installation, name, service), ...options },
          ...(options.entryOf === undefined ? {} : { entry: options.entryOf(service) }),
          execArgv: options.execArgvOf?.(name) ?? [],
        }),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    replica(name) {
      const found = running.get(name);
      if (found === undefined) throw new TypeError(`no replica is called ${name}`);
      return found;
    },
    all: [...new Set(running.values())],
    stop,
  };
}

/** The process, and its log, of services that share one. */
const TOGETHER = 'together';

function firstOfEach(replicas: readonly ReplicaPlan[]): readonly ReplicaPlan[] {
  const isFirst = ({ service }: ReplicaPlan, index: number) =>
    replicas.findIndex((other) => other.service === service) === index;
  return replicas.filter(isFirst);
}

function programTogether(installation: Installation, replicas: readonly ReplicaPlan[]) {
  const files = replicas.flatMap(({ name, service }) => [
    '--service',
    `${service}=${installation.configOf(name)}`,
  ]);
  return {
    entry: join(packageRoot, 'dist', 'services', 'together.js'),
    args: [...files, '--parent-pipe'],
    logFile: logOf(installation, TOGETHER),
  };
}

/** The program that runs a replica. */
export function programOf(installation: Installation, replica: string, service: ServiceName) {
  return {
    entry: entryOf(service),
    args: ['--config', installation.configOf(replica), '--parent-pipe'],
    logFile: logOf(installation, replica),
  };
}

/** The compiled entry point of a service. */
export function entryOf(service: ServiceName): string {
  return join(packageRoot, 'dist', 'services', service, 'main.js');
}
