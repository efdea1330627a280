import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPort } from './claim-ports.js';
import { until } from './until.js';

/** Debian's PgBouncer in transaction mode, for every database of one Postgres. */
export interface PgBouncer {
  readonly port: number;
  /** SIGKILL, and a new one on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @param passwords of the roles that may connect. @param poolSize connections to Postgres for each role and database */
export async function startPgBouncer(options: {
  readonly postgresPort: number;
  readonly passwords: Readonly<Record<string, string>>;
  readonly poolSize: number;
}): Promise<PgBouncer> {
  const { postgresPort, passwords, poolSize } = options;
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-pgbouncer-'));
  const port = await claimPort();
  const users = join(dir, 'users');
  const settings = join(dir, 'pgbouncer.ini');
  const lines = Object.entries(passwords).map(([role, password]) => `"${role}" "${password}"`);
  writeFileSync(users, `${lines.join('\n')}\n`);
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${postgresPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 1000
`,
  );
  // It does not run as root.
  chmodSync(dir, 0o755);
  let child: ChildProcess;
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(child, 'exit');
    if (child.kill(signal)) await exited;
  };
  const pooler: PgBouncer = {
    port,
    kill: () => end('SIGKILL'),
    async start() {
      const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
      child = spawn('pgbouncer', ['-q', ...as, settings], { stdio: 'ignore' });
      let ended = false;
      child.once('error', () => (ended = true)).once('exit', () => (ended = true));
      await until('PgBouncer listens', async () => ended || (await listens(port)));
      if (ended) throw new Error('pgbouncer does not run: see test/peers/install.sh');
    },
    async stop() {
      await end('SIGTERM');
      rmSync(dir, { recursive: true });
    },
  };
  await pooler.start();
  return pooler;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end());
    socket.once('error', () => resolve(false)).once('close', (failed) => resolve(!failed));
  });
}
