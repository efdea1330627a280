import type { ChildProcess } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { processesIn } from '../../../libs/embedded-postgres/processes.js';
import { claimPort } from '../../../libs/testing/claim-ports.js';
import { openTcpProxy, type TcpProxy } from '../../suite/tcp-proxy.js';
import { type ClusterSettings, nodeConfig } from './node-config.js';
import { endProgram, startProgram, USER } from './programs.js';
import { type SmallDisk, useSmallDisk } from './small-disk.js';

const ASK_MS = 1_000;
/** Some ten times what the cluster needs. */
const DISK_MIB = 512;

/** One machine of the cluster: Patroni, its Postgres, and the network between them and the rest. */
export interface Node {
  readonly name: string;
  /** Where clients and standbys reach its Postgres. */
  readonly port: number;
  /** Its disk, if this user may mount one. */
  readonly disk: SmallDisk | undefined;
  /** Asks Patroni's REST API, past the relays. False: it does not answer, or says no. */
  says(path: '/primary' | '/replica'): Promise<boolean>;
  /** Starts Patroni, which starts Postgres. */
  start(): void;
  /** Sends SIGKILL to Patroni and to every process of Postgres. */
  kill(): void;
  /** Sends SIGSTOP to the same. */
  freeze(): void;
  thaw(): void;
  /** Cuts it off from clients, standbys, Patroni's other nodes and etcd. Nothing is reset: packets are lost. */
  cutOff(): void;
  reconnect(): void;
  close(): Promise<void>;
}

/** Creates a node that does not run yet. */
export async function createNode(options: {
  readonly name: string;
  readonly home: string;
  readonly etcdPort: number;
  readonly settings: ClusterSettings;
}): Promise<Node> {
  const { name, home, etcdPort, settings } = options;
  const dir = join(home, name);
  mkdirSync(dir, { mode: 0o700 });
  const disk = useSmallDisk(dir, DISK_MIB);
  const postgresPort = await claimPort();
  const apiPort = await claimPort();
  const relays: TcpProxy[] = [];
  const relay = async (port: number) => {
    const opened = await openTcpProxy(port);
    relays.push(opened);
    return opened.port;
  };
  const addresses = {
    ...{ name, dir, postgresPort, apiPort },
    postgresRelay: await relay(postgresPort),
    apiRelay: await relay(apiPort),
    etcdRelay: await relay(etcdPort),
  };
  const file = join(dir, 'patroni.yaml');
  writeFileSync(file, stringify(nodeConfig(addresses, settings)), { mode: 0o600 });
  if (USER !== undefined) for (const path of [dir, file]) chownSync(path, USER.uid, USER.gid);
  let patroni: ChildProcess | undefined;

  const signal = (name: NodeJS.Signals) => {
    // Patroni first, so that it does not start Postgres again.
    patroni?.kill(name);
    for (const pid of processesIn(join(dir, 'data'))) {
      try {
        process.kill(pid, name);
      } catch {
        // It has just ended.
      }
    }
  };
  const start = () => {
    patroni = startProgram(dir, 'patroni', [file]);
  };
  return {
    name,
    port: addresses.postgresRelay,
    disk,
    async says(path) {
      const url = `http://127.0.0.1:${apiPort}${path}`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(ASK_MS) }).catch(() => null);
      await answer?.arrayBuffer().catch(() => undefined);
      return answer?.status === 200;
    },
    start,
    kill: () => signal('SIGKILL'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    cutOff() {
      for (const each of relays) each.freeze();
    },
    reconnect() {
      // What was sent meanwhile would have been given up long ago.
      for (const each of relays) each.cut();
      for (const each of relays) each.heal();
    },
    async close() {
      signal('SIGCONT');
      signal('SIGKILL');
      if (patroni !== undefined) await endProgram(patroni, 'SIGKILL');
      for (const each of relays) await each.close();
      disk?.unmount();
    },
  };
}
