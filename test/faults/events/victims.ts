import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { awaitServing } from '../../../cli/up/installation/await-serving.js';
import { planPorts } from '../../../cli/up/installation/ports.js';
import { chooseStream } from '../../../cli/up/nats/choose-stream.js';
import { type RunningInstallation, startInstallation } from '../../../cli/up/start-installation.js';
import { claimPorts } from '../../../libs/testing/claim-ports.js';
import { openTcpProxy, type TcpProxy } from '../../suite/tcp-proxy.js';

const REPLICAS = { policy: 2 };
/** Short, so that a killed process is soon back and can be killed again. */
const AGAIN_AFTER_MS = 300;
const SERVING_MS = 90_000;

export const VICTIMS = ['policy-1', 'policy-2', 'relay', 'audit-1', 'nats', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];
export type Wire = 'postgres' | 'nats' | 'audit-1';

/** An installation run by `gatepost up`, with the means to harm it. */
export interface Victims {
  readonly running: RunningInstallation;
  /** Sends SIGKILL. @returns who was killed; undefined if it was dead already */
  kill(victim: Victim): Promise<string | undefined>;
  /** The connection between all services and one of their dependencies. */
  wire(to: Wire): TcpProxy;
  /** Sends SIGSTOP. Returns what ends it. */
  freeze(replica: string): () => void;
  /** Queries as the superuser of the database. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Resolves when every replica serves. */
  serving(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error without a nats-server on the PATH */
export async function startVictims(home: string): Promise<Victims> {
  const stream = chooseStream({ PATH: process.env.PATH });
  if (stream.kind !== 'own') {
    throw new Error('nats-server is not on the PATH: apt-get install -y nats-server');
  }
  const plan = planPorts((await claimPorts()).base, REPLICAS);
  const wires = new Map<string, TcpProxy>();
  const audit = plan.replicas.find(({ service }) => service === 'audit')?.port ?? 0;
  const ports = { postgres: plan.postgres, nats: plan.nats, 'audit-1': audit };
  for (const [to, port] of Object.entries(ports)) wires.set(to, await openTcpProxy(port));
  const running = await startInstallation({
    ...{ home, plan, stream, corpDomains: [] },
    backoff: () => ({ next: () => AGAIN_AFTER_MS }),
    route: (_, to, address) => {
      const wire = wires.get(to);
      return wire === undefined ? address : `127.0.0.1:${wire.port}`;
    },
    signal: new AbortController().signal,
    tell: () => undefined,
  });
  const { services, installation } = running;
  const { layout } = installation;

  async function query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]> {
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port: plan.postgres, user: 'postgres', database: 'gatepost' },
      password: readFileSync(`${layout.postgres}.password`, 'utf8').trimEnd(),
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async function pidOf(victim: Victim): Promise<number | undefined> {
    switch (victim) {
      case 'postgres':
        return firstNumberIn(join(layout.postgres, 'postmaster.pid'));
      case 'nats':
        return firstNumberIn(`${layout.nats}.pid`);
      case 'relay': {
        const holder = await relayHolder(query);
        return holder === undefined ? undefined : services.replica(holder).pid;
      }
      default:
        return services.replica(victim).pid;
    }
  }

  return {
    running,
    query,
    async kill(victim) {
      const pid = await pidOf(victim).catch(() => undefined);
      if (pid === undefined) return undefined;
      try {
        process.kill(pid, 'SIGKILL');
        return victim;
      } catch {
        return undefined;
      }
    },
    wire: (to) => wires.get(to) as TcpProxy,
    freeze(replica) {
      const { pid = 0 } = services.replica(replica);
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    },
    serving: () =>
      awaitServing(installation, {
        signal: new AbortController().signal,
        withinMs: SERVING_MS,
      }),
    async stop() {
      await running.stop();
      for (const wire of wires.values()) await wire.close();
    },
  };
}

function firstNumberIn(path: string): number | undefined {
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return pid > 1 ? pid : undefined;
}

/** The replica of policy that holds the lock, and so numbers and sends the events of logins now. */
async function relayHolder(query: Victims['query']): Promise<string | undefined> {
  const rows = await query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and (classid::bigint << 32) | objid::bigint
       = hashtextextended('gatepost leader policy.relay', 0)`,
  );
  return rows[0]?.name.split(' ').at(-1);
}

/** Resolves when the record and the stream have every event of every service. */
export async function outboxesEmpty(
  { query }: Pick<Victims, 'query'>,
  withinMs: number,
): Promise<void> {
  const until = performance.now() + withinMs;
  const schemas = ['policy', 'credential', 'otp', 'saml', 'trust_store', 'audit'];
  const counts = schemas.map((name) => `(select count(*)::int from ${name}.outbox)`).join(' + ');
  for (;;) {
    const [row] = await query<{ left: number }>(`select ${counts} as left`);
    if (row?.left === 0) return;
    if (performance.now() > until) throw new Error(`${row?.left} events are still in an outbox`);
    await sleep(200);
  }
}
