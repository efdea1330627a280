import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './failure.js';
import { commandOf, identify, isAlive, type ProcessIdentity, processesIn } from './processes.js';

/**
 * Stops any Postgres that still runs on the data directory, properly if possible. Removes a
 * postmaster.pid that names an unrelated process, because Postgres would refuse to start. A file
 * that names no process is left to Postgres, which also looks for shared memory in use. Needs the
 * lock: then a Postgres that runs here belongs to nobody.
 *
 * @throws EmbeddedPostgresError FAILED if a process cannot be ended.
 */
export async function stopLeftovers(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const named = readPid(pidFile);
  const postmaster = named === undefined ? undefined : identify(named);
  if (postmaster !== undefined) {
    if (isOurs(postmaster.pid, dataDir)) await end(dataDir, postmaster);
    else rmSync(pidFile, { force: true });
  }
  for (const pid of processesIn(dataDir)) {
    const other = identify(pid);
    if (other !== undefined) await end(dataDir, other);
  }
}

/** The pid in a postmaster.pid; undefined if there is none. */
export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A postmaster's working directory is its data directory. If that cannot be read, its command line
 * names it.
 */
function isOurs(pid: number, dataDir: string): boolean {
  if (processesIn(dataDir).includes(pid)) return true;
  const command = commandOf(pid);
  return command.includes('postgres') && command.includes(dataDir);
}

async function end(dataDir: string, process: ProcessIdentity): Promise<void> {
  const steps = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, waitMs] of steps) {
    if (!send(process.pid, signal)) return;
    const until = performance.now() + waitMs;
    while (performance.now() < until) {
      if (!isAlive(process)) return;
      await sleep(20);
    }
  }
  const message = `process ${process.pid} runs Postgres on ${dataDir} and cannot be ended`;
  throw new EmbeddedPostgresError('FAILED', message);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
