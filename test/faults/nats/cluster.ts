import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'nats';
import { NATS_USERS } from '../../../cli/up/nats/nats-config.js';
import { packageRoot } from '../../../libs/config/index.js';
import { claimPort } from '../../../libs/testing/claim-ports.js';
import { until } from '../../../libs/testing/until.js';

const NODES = ['n1', 'n2', 'n3'] as const;
const STREAM = 'GATEPOST';

/** Three nats-servers, with the users of deploy/nats. */
export interface NatsCluster {
  readonly names: readonly string[];
  /** Services' settings: a stream that all three keep. */
  readonly settings: object;
  /** The file with the password of the user who reads the stream. */
  readonly readersPassword: string;
  portOf(name: string): number;
  /** Sends SIGKILL. */
  kill(name: string): Promise<void>;
  start(name: string): void;
  /** Resolves with the stream's leader once all three have every event. */
  whole(): Promise<string>;
  close(): Promise<void>;
}

export async function startNatsCluster(): Promise<NatsCluster> {
  const home = mkdtempSync(join(tmpdir(), 'gatepost-nats-'));
  const passwords = {
    services: randomBytes(12).toString('hex'),
    readers: randomBytes(12).toString('hex'),
  };
  const fileOf = (who: keyof typeof passwords) => join(home, `${who}.password`);
  for (const who of ['services', 'readers'] as const) writeFileSync(fileOf(who), passwords[who]);
  copyFileSync(join(packageRoot, 'deploy/nats/accounts.conf'), join(home, 'accounts.conf'));
  writeFileSync(
    join(home, 'passwords.conf'),
    `GATEPOST_NATS_PUBLISHER: "${passwords.services}"\nGATEPOST_NATS_AUDITOR: "${passwords.readers}"\n`,
  );
  const ports = new Map<string, number>();
  const routes = new Map<string, number>();
  for (const name of NODES) {
    ports.set(name, await claimPort());
    routes.set(name, await claimPort());
  }
  const others = (name: string) => NODES.filter((each) => each !== name);
  for (const name of NODES) {
    mkdirSync(join(home, name));
    const to = others(name).map((other) => `"nats://127.0.0.1:${routes.get(other)}"`);
    writeFileSync(
      join(home, `${name}.conf`),
      `listen: "127.0.0.1:${ports.get(name)}"
server_name: ${name}
include accounts.conf
cluster { name: gatepost, listen: "127.0.0.1:${routes.get(name)}", routes: [${to.join(', ')}] }
jetstream { store_dir: ${JSON.stringify(join(home, name))} }
`,
    );
  }
  const running = new Map<string, ChildProcess>();
  const start = (name: string) => {
    const log = openSync(join(home, `${name}.log`), 'a');
    const args = ['-c', join(home, `${name}.conf`)];
    running.set(name, spawn('nats-server', args, { stdio: ['ignore', log, log] }));
  };
  const kill = async (name: string) => {
    const child = running.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  for (const name of NODES) start(name);
  const servers = NODES.map((name) => `nats://127.0.0.1:${ports.get(name)}`);

  async function leader(): Promise<string> {
    const connection = await connect({
      ...{ servers, user: NATS_USERS.readers, pass: passwords.readers, timeout: 2_000 },
      reconnect: false,
    });
    try {
      const manager = await connection.jetstreamManager({ timeout: 2_000 });
      const { cluster } = await manager.streams.info(STREAM);
      const { leader = '', replicas = [] } = cluster ?? {};
      const current = replicas.filter((each) => each.current && !each.offline);
      if (leader === '' || current.length < 2) throw new Error(JSON.stringify(cluster));
      return leader;
    } finally {
      await connection.close();
    }
  }
  return {
    names: NODES,
    settings: {
      nats: {
        ...{ servers, user: NATS_USERS.services, 'password-file': fileOf('services') },
        stream: { replicas: 3 },
      },
    },
    readersPassword: fileOf('readers'),
    portOf: (name) => ports.get(name) ?? 0,
    kill,
    start,
    whole: () => until('all three keep the stream', leader, { everyMs: 200 }),
    async close() {
      for (const name of NODES) await kill(name);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
