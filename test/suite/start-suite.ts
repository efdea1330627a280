import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { stringify } from 'yaml';
import { awaitServing } from '../../cli/up/installation/await-serving.js';
import { bootstrapDatabase } from '../../cli/up/installation/bootstrap-database.js';
import { layoutOf } from '../../cli/up/installation/layout.js';
import { planPorts, type Replicas } from '../../cli/up/installation/ports.js';
import {
  type Installation,
  logOf,
  prepareInstallation,
} from '../../cli/up/installation/prepare-installation.js';
import type { ServiceName } from '../../cli/up/installation/services.js';
import { startServing } from '../../cli/up/installation/start-serving.js';
import type { Role } from '../../libs/certificates/index.js';
import { claimPorts } from '../../libs/testing/claim-ports.js';
import { until } from '../../libs/testing/until.js';
import { createDatabase, dropDatabase } from './databases.js';
import { connectByProto, type ProtoClient } from './proto-client.js';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.js';

export interface SuiteOptions {
  readonly replicas?: Replicas;
  /** Each replica is a process, which can be killed, stopped and started again. */
  readonly processes?: boolean;
  /** Connections that the test will cut, e.g. `policy-1>postgres`, `policy-1>otp-1`. */
  readonly wires?: readonly string[];
  /** The main of a service, if it is not the one built here. */
  readonly entryOf?: (service: ServiceName) => string;
  /** The domains that the identity `corp-admin` administers. */
  readonly corpDomains?: readonly string[];
  /** Replicas whose machine clock is wrong, with the difference in ms. */
  readonly skew?: Readonly<Record<string, number>>;
  /** After how many ms a killed process is started again; absent: longer each time. */
  readonly againAfterMs?: number;
  /** A collector that takes OTLP over HTTP and gets every span. */
  readonly traces?: string;
  /** Keys of edge's configuration that replace the usual ones, such as the test's own listeners. */
  readonly edge?: object;
  /** What an operator would write into `<service>.own.yaml`. */
  readonly own?: Readonly<Partial<Record<ServiceName, object>>>;
  /** The port of a pooler in front of the Postgres that the run shares. */
  readonly pooler?: number;
  /** The relay that gets notices' mails. notice only runs if this is set. */
  readonly relay?: URL;
}

/** The built services as real processes, on a database of their own. */
export interface Suite {
  readonly installation: Installation;
  /** Its name in the Postgres that the run shares. */
  readonly database: string;
  /** The clock of all processes, which a test moves. */
  readonly clock: { now(): number; advance(ms: number): void };
  /** A caller with one of the installation's certificates, closed with the suite. */
  client(role: Role, name: string): ProtoClient;
  /** A caller of one replica alone. */
  clientOf(replica: string, role: Role, name: string): ProtoClient;
  /** The file that a replica's process writes its log to. */
  logOf(replica: string): string;
  /** Sends SIGKILL, and resolves when the process is gone. The replica is started again: see `serving`. */
  kill(replica: string): Promise<void>;
  /** Sends SIGSTOP. Returns what ends it. */
  stop(replica: string): () => void;
  /** Sends SIGTERM, as a rolling upgrade does. Resolves when the process that follows serves. */
  restart(replica: string): Promise<void>;
  /** Ends a replica for good. */
  end(replica: string): Promise<void>;
  /** One of the connections that were asked for. */
  wire(name: string): TcpProxy;
  /** Resolves when every replica serves, and every client of the suite is connected again. */
  serving(): Promise<void>;
  close(): Promise<void>;
}

/** Enough for any machine, also for a busy one. */
const STARTING_MS = 400_000;

/**
 * Starts the services on a copy of the run's database. The caller closes the suite.
 * @throws Error with the log of a service that does not serve
 */
export async function startSuite(options: SuiteOptions = {}): Promise<Suite> {
  const { replicas = {}, wires = [], corpDomains = [], againAfterMs, skew = {}, edge } = options;
  const { own = {} } = options;
  const shared = inject('sharedRun');
  const home = mkdtempSync(join(tmpdir(), 'gatepost-story-'));
  copyIdentity(shared.home, home);
  writeOwnSettings(home, own);
  const ports = await claimPorts();
  const plan = {
    ...planPorts(ports.base, {
      ...(options.relay === undefined ? {} : { notice: 1 }),
      ...replicas,
    }),
    postgres: shared.postgresPort,
  };
  const database = await createDatabase(shared);
  const proxies = new Map<string, TcpProxy>();
  for (const wire of wires) proxies.set(wire, await openTcpProxy(portOf(plan, wire)));
  const offsetFile = join(home, 'offset');
  let offset = 0;
  writeFileSync(offsetFile, '0');
  const installation = await prepareInstallation({
    home,
    plan,
    database,
    corpDomains,
    offsetFile,
    acquireTimeout: hasUsualTimes(options) ? undefined : '20s',
    edge,
    pooler: options.pooler,
    relay: options.relay,
    traces: options.traces === undefined ? undefined : { endpoint: options.traces, ratio: 1 },
    route: (from, to, address) => routed(proxies.get(`${from}>${to}`), address),
    now: Date.now(),
  });
  const admin = { url: shared.adminUrl, passwordFile: shared.adminPasswordFile };
  await bootstrapDatabase({ admin, database, secrets: installation.secrets });
  const { signal } = new AbortController();
  const services = await startServing(installation, {
    ...{ signal, withinMs: STARTING_MS, execArgvOf: (name: string) => skewed(skew[name]) },
    together: !hasProcesses(options),
    ...(againAfterMs === undefined ? {} : { backoff: () => ({ next: () => againAfterMs }) }),
    ...(options.entryOf === undefined ? {} : { entryOf: options.entryOf }),
  });
  const clients: ProtoClient[] = [];
  const connected = (targets: ReturnType<typeof targetsOf>, role: Role, name: string) => {
    const client = connectByProto({ targets, tls: installation.tlsOf(role, name) });
    clients.push(client);
    return client;
  };
  const serving = async () => {
    await awaitServing(installation, {
      ...{ signal, withinMs: STARTING_MS },
      processOf: (replica) => services.replica(replica).name,
    });
    await Promise.all(clients.map((client) => client.ready()));
  };
  const processOf = (replica: string) => {
    const process = services.replica(replica);
    if (process.name === replica) return process;
    throw new Error(`${replica} shares a process: start the suite with \`processes: true\``);
  };
  /** Sends a signal that ends a process. Resolves when it is gone. */
  const endProcess = async (replica: string, signal: NodeJS.Signals) => {
    const process = processOf(replica);
    const pid = await until(`${replica} runs`, () => process.pid ?? false);
    process.signal(signal);
    await until(`${replica} has ended`, () => process.pid !== pid);
  };
  return {
    installation,
    database,
    clock: {
      now: () => Date.now() + offset,
      advance(ms) {
        offset += ms;
        writeFileSync(offsetFile, `${offset}`);
      },
    },
    client: (role, name) => connected(targetsOf(installation), role, name),
    clientOf(replica, role, name) {
      const replicas = plan.replicas.filter((each) => each.name === replica);
      return connected(targetsOf({ plan: { replicas } }), role, name);
    },
    logOf: (replica) => logOf(installation, services.replica(replica).name),
    kill: (replica) => endProcess(replica, 'SIGKILL'),
    stop(replica) {
      const { signal } = processOf(replica);
      signal('SIGSTOP');
      return () => signal('SIGCONT');
    },
    async restart(replica) {
      await endProcess(replica, 'SIGTERM');
      await serving();
    },
    end: (replica) => processOf(replica).stop(0),
    wire(name) {
      const proxy = proxies.get(name);
      if (proxy === undefined) throw new TypeError(`the wire ${name} was not asked for`);
      return proxy;
    },
    serving,
    async close() {
      for (const client of clients) client.close();
      await services.stop();
      for (const proxy of proxies.values()) await proxy.close();
      await dropDatabase(shared, database);
      ports.release();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Arguments that make a Node process use another time. */
function skewed(ms: number | undefined): readonly string[] {
  if (ms === undefined) return [];
  const module = `const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) {
        if (given.length === 0) super(Right.now() + ${ms});
        else super(...given);
      }
      static now() {
        return Right.now() + ${ms};
      }
    };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(module)}`];
}

/** Making keys takes time, and identities do not change between stories. */
function copyIdentity(from: string, to: string): void {
  for (const part of ['certificates', 'secrets'] as const) {
    cpSync(layoutOf(from)[part], layoutOf(to)[part], { recursive: true });
  }
}

function writeOwnSettings(home: string, own: NonNullable<SuiteOptions['own']>): void {
  const { config } = layoutOf(home);
  mkdirSync(config, { recursive: true });
  for (const [service, settings] of Object.entries(own)) {
    writeFileSync(join(config, `${service}.own.yaml`), stringify(settings));
  }
}

function portOf(plan: Installation['plan'], wire: string): number {
  const to = wire.split('>')[1];
  if (to === 'postgres') return plan.postgres;
  const replica = plan.replicas.find(({ name }) => name === to);
  if (replica === undefined) throw new TypeError(`no wire leads to ${to}`);
  return replica.port;
}

/** Whether each replica needs a process of its own. In one process, services start far faster. */
function hasProcesses({ processes, entryOf, skew = {}, againAfterMs }: SuiteOptions): boolean {
  if (entryOf !== undefined || againAfterMs !== undefined) return true;
  return processes === true || Object.keys(skew).length > 0;
}

/** Whether calls wait for Postgres as long as usual: only if a test takes Postgres away. In other suites they wait longer. */
function hasUsualTimes({ wires = [], entryOf }: SuiteOptions): boolean {
  // An earlier version may not know the key.
  return entryOf !== undefined || wires.some((wire) => wire.endsWith('>postgres'));
}

function routed(proxy: TcpProxy | undefined, address: string): string {
  return proxy === undefined ? address : `127.0.0.1:${proxy.port}`;
}

/** Targets by the word in a package's name, as ProtoClient expects them. */
export function targetsOf({
  plan,
}: {
  plan: Pick<Installation['plan'], 'replicas'>;
}): Record<string, string[]> {
  const targets: Record<string, string[]> = {};
  for (const { service, port } of plan.replicas) {
    const word = service.replace('-', '');
    targets[word] = [...(targets[word] ?? []), `127.0.0.1:${port}`];
  }
  return targets;
}
