import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findBinaries } from './binaries.js';
import { failureFromLog, toFailure } from './failure.js';
import { ensureCluster } from './init-cluster.js';
import { stopLeftovers } from './leftovers.js';
import { acquireLock } from './lock.js';
import type { KeeperMessage, KeeperOptions } from './messages.js';
import { startPostmaster } from './postmaster.js';

/*
 * The process between us and Postgres. It lives as long as the channel to the process that started
 * it. When that process ends, however it ends, the channel closes, and the keeper shuts Postgres
 * down properly. The keeper is in a session of its own, so that Ctrl-C in a terminal reaches
 * neither it nor Postgres. It leaves other signals sent to the whole group to the process that
 * started it.
 */

const LOCK_TIMEOUT_MS = 60_000;

const abandoned = new AbortController();
process.on('disconnect', () => abandoned.abort());
if (!process.connected) abandoned.abort();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function tell(message: KeeperMessage): void {
  // Nobody may be listening any more.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function keep(options: KeeperOptions): Promise<void> {
  const { signal } = abandoned;
  const parent = dirname(options.dataDir);
  mkdirSync(parent, { recursive: true });
  const dataDir = join(realpathSync(parent), basename(options.dataDir));
  const ownerPid = process.ppid;
  const lock = await acquireLock({ dataDir, ownerPid, waitMs: LOCK_TIMEOUT_MS, signal });
  try {
    signal.throwIfAborted();
    const binaries = findBinaries();
    await stopLeftovers(dataDir);
    const fsync = options.settings.fsync !== 'off';
    const runAs = await ensureCluster({ dataDir, binaries, fsync, signal });
    const postmaster = await startPostmaster({
      dataDir,
      binaries,
      runAs,
      port: options.port,
      settings: options.settings,
      onLine: (line) => tell({ kind: 'log', line }),
      signal,
    });
    const leave = () => void postmaster.stop();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    tell({ kind: 'ready', pid: postmaster.pid, port: postmaster.port });
    await postmaster.exited;
    if (signal.aborted) return;
    const { message } = failureFromLog('Postgres ended', dataDir, postmaster.lines);
    tell({ kind: 'exited', message });
  } finally {
    lock.release();
  }
}

const options: KeeperOptions = JSON.parse(process.argv[2] ?? '');
try {
  await keep(options);
} catch (error) {
  if (!abandoned.signal.aborted) {
    const { code, message } = toFailure(error, options.dataDir);
    tell({ kind: 'failed', code, message });
    process.exitCode = 1;
  }
}
if (process.connected) process.disconnect();
