import { createServer } from 'node:net';
import type { Binaries } from './binaries.js';
import { failureFromLog } from './failure.js';
import type { RunAs } from './run-as.js';
import { type Child, runChild } from './run-child.js';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly exited: Child['exited'];
  readonly lines: readonly string[];
  /** Ends sessions, writes everything and stops; by force if that takes too long. */
  stop(): Promise<void>;
}

/** Gatepost's own settings. The record depends on `synchronous_commit` and `fsync`. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  autovacuum_naptime: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_checkpoints: 'off',
  log_line_prefix: '',
  log_min_messages: 'error',
  // Statements and details may contain personal data.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** How many times to try when another process takes a free port before Postgres does. */
const PORT_TRIES = 5;

/**
 * Starts postgres and waits until it answers, including recovery after a crash.
 *
 * @param options.port absent: any free port.
 * @throws EmbeddedPostgresError; the signal's reason if it is aborted meanwhile.
 */
export async function startPostmaster(options: {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly port: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<Postmaster> {
  const { dataDir, signal } = options;
  for (let tries = 1; ; tries += 1) {
    const port = options.port ?? (await freePort());
    const child = launch({ ...options, port });
    const postmaster: Postmaster = {
      pid: child.process.pid ?? 0,
      port,
      exited: child.exited,
      lines: child.lines,
      stop: () => stop(child),
    };
    const aborted = once(signal);
    const event = await Promise.race([child.ready, child.exited, aborted]);
    if (signal.aborted) await postmaster.stop();
    signal.throwIfAborted();
    if (event === 'ready') return postmaster;
    const failure = failureFromLog('Postgres could not start', dataDir, child.lines);
    if (failure.code !== 'PORT_IN_USE') throw failure;
    if (options.port === undefined && tries < PORT_TRIES) continue;
    failure.message = `port ${port} of 127.0.0.1, for Postgres, is in use`;
    throw failure;
  }
}

function launch(options: {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}): Child & { ready: Promise<'ready'> } {
  const { dataDir, binaries, runAs, port, onLine } = options;
  const settings = { ...SETTINGS, ...options.settings };
  let isReady: (word: 'ready') => void;
  const ready = new Promise<'ready'>((resolve) => {
    isReady = resolve;
  });
  const child = runChild({
    runAs,
    command: binaries.postgres,
    args: [
      ...['-D', dataDir, '-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    deathSignal: 'INT',
    cwd: '/',
    onLine: (line) => {
      if (line.includes('database system is ready to accept connections')) isReady('ready');
      onLine(line);
    },
  });
  return { ...child, ready };
}

async function stop(child: Child): Promise<void> {
  child.process.kill('SIGINT');
  const steps = [
    setTimeout(() => child.process.kill('SIGQUIT'), 30_000),
    setTimeout(() => child.process.kill('SIGKILL'), 40_000),
  ];
  await child.exited;
  for (const step of steps) clearTimeout(step);
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
