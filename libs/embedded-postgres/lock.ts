import { linkSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './failure.js';
import { writeDurably } from './files.js';
import { identify, isAlive, type ProcessIdentity } from './processes.js';

interface Holder {
  /** The keeper, which lives as long as its Postgres. */
  readonly keeper: ProcessIdentity;
  /** The process that started it; named to a second process that wants the lock. */
  readonly owner: ProcessIdentity;
}

export interface Lock {
  release(): void;
}

/**
 * Takes the data directory for this process and the one that started it. The lock dies with the
 * process: it is a file `<dataDir>.lock.<n>` that names its holder, and is void once the holder is
 * gone.
 *
 * A dead holder's file must be replaced so that two processes cannot do it at once. So files are
 * never taken over: a process links the next number, which only one can do, and the highest number
 * is the lock. A process that finds a number higher than its own was too late.
 *
 * A holder whose owner is dead is about to stop, and is waited for, up to `waitMs`.
 */
export async function acquireLock(options: {
  readonly dataDir: string;
  readonly ownerPid: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}): Promise<Lock> {
  const { dataDir, ownerPid, waitMs, signal } = options;
  const keeper = identify(process.pid);
  const owner = identify(ownerPid);
  if (keeper === undefined || owner === undefined) throw new Error('the starting process is gone');
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const highest = lockNumbers(dataDir).at(-1) ?? 0;
    const holder = highest === 0 ? undefined : readHolder(lockPath(dataDir, highest));
    if (holder !== undefined && isAlive(holder.keeper)) {
      if (isAlive(holder.owner) || performance.now() > giveUpAt) throw inUse(dataDir, holder);
      await sleep(50, undefined, { signal });
      continue;
    }
    const mine = highest + 1;
    if (!linkLock(lockPath(dataDir, mine), { keeper, owner })) continue;
    const numbers = lockNumbers(dataDir);
    if (numbers.at(-1) !== mine) {
      rmSync(lockPath(dataDir, mine), { force: true });
      continue;
    }
    for (const n of numbers) if (n < mine) rmSync(lockPath(dataDir, n), { force: true });
    return { release: () => rmSync(lockPath(dataDir, mine), { force: true }) };
  }
}

function inUse(dataDir: string, { keeper, owner }: Holder): EmbeddedPostgresError {
  const who = isAlive(owner) ? owner.pid : keeper.pid;
  return new EmbeddedPostgresError('IN_USE', `${dataDir} is in use by process ${who}`);
}

function lockPath(dataDir: string, n: number): string {
  return `${dataDir}.lock.${n}`;
}

function lockNumbers(dataDir: string): number[] {
  const prefix = `${basename(dataDir)}.lock.`;
  return readdirSync(dirname(dataDir))
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** False if the number is already taken. */
function linkLock(path: string, holder: Holder): boolean {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeDurably(draft, JSON.stringify(holder), 0o644);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
