import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitServing } from '../../../cli/up/installation/await-serving.js';
import { bootstrapDatabase } from '../../../cli/up/installation/bootstrap-database.js';
import { planPorts } from '../../../cli/up/installation/ports.js';
import {
  type Installation,
  prepareInstallation,
} from '../../../cli/up/installation/prepare-installation.js';
import { startServing } from '../../../cli/up/installation/start-serving.js';
import type { Role } from '../../../libs/certificates/index.js';
import { claimPorts } from '../../../libs/testing/claim-ports.js';
import { connectByProto, type ProtoClient } from '../../suite/proto-client.js';
import { targetsOf } from '../../suite/start-suite.js';
import type { Cluster } from './cluster.js';

const SERVING_MS = 120_000;
const DATABASE = 'gatepost';
const REPLICAS = { policy: 2 };

/** Every service as a process of its own, on a cluster. */
export interface ClusterInstallation {
  readonly installation: Installation;
  readonly database: string;
  /** The processes that ended since the start. None is to. */
  readonly ended: readonly string[];
  client(role: Role, name: string): ProtoClient;
  /** Resolves when every replica serves. */
  serving(): Promise<void>;
  close(): Promise<void>;
}

/** Installs Gatepost on a cluster and starts every service. The caller closes it. */
export async function installOn(cluster: Cluster): Promise<ClusterInstallation> {
  const home = mkdtempSync(join(tmpdir(), 'gatepost-cluster-'));
  const ports = await claimPorts();
  const installation = await prepareInstallation({
    home,
    plan: planPorts(ports.base, REPLICAS),
    database: DATABASE,
    corpDomains: [],
    route: (_, to, address) => (to === 'postgres' ? cluster.hosts : address),
    now: Date.now(),
  });
  const url = `postgres://postgres@${cluster.hosts}/postgres`;
  const admin = { url, passwordFile: cluster.passwordFile };
  await bootstrapDatabase({ admin, database: DATABASE, secrets: installation.secrets });
  const ended: string[] = [];
  const { signal } = new AbortController();
  const services = await startServing(installation, {
    ...{ signal, withinMs: SERVING_MS },
    onEnd: ({ name }) => ended.push(name),
  });
  const clients: ProtoClient[] = [];
  return {
    installation,
    database: DATABASE,
    ended,
    client(role, name) {
      const targets = targetsOf(installation);
      const client = connectByProto({ targets, tls: installation.tlsOf(role, name) });
      clients.push(client);
      return client;
    },
    serving: () => awaitServing(installation, { signal, withinMs: SERVING_MS }),
    async close() {
      for (const client of clients) client.close();
      await services.stop();
      ports.release();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
