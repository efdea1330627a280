import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { claimPort } from '../../../libs/testing/claim-ports.js';
import { until } from '../../../libs/testing/until.js';
import { createNode, type Node } from './node.js';
import type { PatroniTimes } from './node-config.js';
import { endProgram, findPostgres, startProgram, USER } from './programs.js';

const NODES = ['a', 'b', 'c'];
const EVERY_MS = 50;
/** What an election takes at most, beyond the times that it waits for. */
const PROMOTION_MS = 300_000;

/** Three nodes of Patroni and one etcd. Each commit waits for one of the two standbys. */
export interface Cluster {
  readonly nodes: readonly Node[];
  /** `127.0.0.1:1,127.0.0.1:2,…`: the hosts of a URL. */
  readonly hosts: string;
  readonly passwordFile: string;
  /** The node that is the primary now, once there is one, other than `not`. */
  primary(not?: Node): Promise<Node>;
  /** Resolves once there are a primary and two standbys that stream from it. */
  whole(): Promise<void>;
  /** Queries the node as its superuser. */
  query<Row extends object>(node: Node, sql: string, database?: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** Starts Patroni on three nodes, and etcd. The caller closes them. */
export async function startCluster(times: PatroniTimes): Promise<Cluster> {
  const scratch = mkdtempSync(join(tmpdir(), 'gatepost-nodes-'));
  // Postgres, which may run as another user, must be able to get here.
  chmodSync(scratch, 0o711);
  const passwordFile = join(scratch, 'password');
  const password = randomBytes(12).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const home = join(scratch, 'nodes');
  for (const dir of [home, join(home, 'etcd')]) {
    mkdirSync(dir);
    chmodSync(dir, 0o711);
    if (USER !== undefined) chownSync(dir, USER.uid, USER.gid);
  }
  const etcdPort = await claimPort();
  const client = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${await claimPort()}`;
  const etcd = startProgram(join(home, 'etcd'), 'etcd', [
    ...['--data-dir', join(home, 'etcd', 'data'), '--log-level', 'warn'],
    ...['--listen-client-urls', client, '--advertise-client-urls', client],
    ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
    ...['--initial-cluster', `default=${peer}`],
  ]);
  const settings = { times, binDir: findPostgres(), password };
  const nodes: Node[] = [];
  for (const name of NODES) nodes.push(await createNode({ name, home, etcdPort, settings }));

  async function query<Row extends object>(
    node: Node,
    sql: string,
    database = 'postgres',
  ): Promise<Row[]> {
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port: node.port, user: 'postgres', password, database },
      ...{ connectionTimeoutMillis: 2_000, query_timeout: 10_000 },
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  const cluster: Cluster = {
    nodes,
    hosts: nodes.map(({ port }) => `127.0.0.1:${port}`).join(','),
    passwordFile,
    primary: (not) =>
      until(
        'there is a primary',
        async () => {
          const others = nodes.filter((node) => node !== not);
          const says = await Promise.all(others.map((node) => node.says('/primary')));
          return others.find((_, at) => says[at] === true) ?? false;
        },
        {
          everyMs: EVERY_MS,
          withinMs: PROMOTION_MS + 2_000 * (times.ttl + times.primary_start_timeout),
        },
      ),
    whole: async () => {
      await until('there are two standbys', async () => {
        const primary = await cluster.primary();
        const others = nodes.filter((node) => node !== primary);
        const says = await Promise.all(others.map((node) => node.says('/replica')));
        const streaming = `select 1 from pg_stat_replication where state = 'streaming'`;
        return says.every(Boolean) && (await query(primary, streaming)).length === 2;
      });
    },
    query,
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await endProgram(etcd, 'SIGTERM');
      rmSync(scratch, { recursive: true, force: true });
    },
  };
  for (const node of nodes) node.start();
  await cluster.whole();
  return cluster;
}
