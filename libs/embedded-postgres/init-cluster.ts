import { randomBytes } from 'node:crypto';
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError, failureFromLog } from './failure.js';
import { syncDirectory, writeDurably } from './files.js';
import { chooseRunAs, type RunAs } from './run-as.js';
import { runChild } from './run-child.js';

/**
 * The file with the superuser's password, beside the data directory. Only its owner can read it.
 */
export function passwordFileOf(dataDir: string): string {
  return `${dataDir}.password`;
}

/**
 * Creates the cluster if there is none. It is created under another name and renamed once it is
 * complete and its password is on disk, so after an interruption the next start begins again. Needs
 * the lock.
 *
 * @returns the user under which Postgres runs there.
 * @throws EmbeddedPostgresError
 */
export async function ensureCluster(options: {
  readonly dataDir: string;
  readonly binaries: Binaries;
  /** False in tests: nothing is flushed to disk. */
  readonly fsync: boolean;
  readonly signal: AbortSignal;
}): Promise<RunAs> {
  const { dataDir, binaries } = options;
  const runAs = chooseRunAs(dataDir, binaries.postgres);
  removeDrafts(dataDir);
  if (isEmptyOrMissing(dataDir)) await initCluster({ ...options, runAs });
  else checkCluster(dataDir, binaries.majorVersion);
  return runAs;
}

function isEmptyOrMissing(dataDir: string): boolean {
  const stat = statSync(dataDir, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  if (stat.isDirectory()) return readdirSync(dataDir).length === 0;
  throw new EmbeddedPostgresError('FAILED', `${dataDir} is not a directory`);
}

function requirePassword(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && readFileSync(file, 'utf8').trim() !== '') return;
  throw new EmbeddedPostgresError(
    'DAMAGED',
    `${file} is ${stat === undefined ? 'missing' : 'empty'}: it held the database's own password. ` +
      'Restore it from a backup',
  );
}

function checkCluster(dataDir: string, majorVersion: string): void {
  if (statSync(join(dataDir, 'PG_VERSION'), { throwIfNoEntry: false }) === undefined) {
    throw new EmbeddedPostgresError(
      'DAMAGED',
      `${dataDir} holds files, but no PG_VERSION: it is not a Postgres data directory, or a damaged ` +
        'one; nothing in it was touched. Restore it from a backup, or move it away',
    );
  }
  requirePassword(passwordFileOf(dataDir));
  const version = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (version !== majorVersion) {
    const message = `${dataDir} was made by Postgres ${version}, and this is Postgres ${majorVersion}`;
    throw new EmbeddedPostgresError('DAMAGED', message);
  }
  if (statSync(passwordFileOf(dataDir), { throwIfNoEntry: false }) === undefined) {
    const message = `${passwordFileOf(dataDir)}, the superuser's password, is missing; restore it`;
    throw new EmbeddedPostgresError('DAMAGED', message);
  }
}

function draftPrefix(dataDir: string): string {
  return `${basename(dataDir)}.new-`;
}

function removeDrafts(dataDir: string): void {
  const parent = dirname(dataDir);
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(draftPrefix(dataDir))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

async function initCluster(options: {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly fsync: boolean;
  readonly signal: AbortSignal;
  readonly runAs: RunAs;
}): Promise<void> {
  const { dataDir, binaries, runAs, signal } = options;
  const password = randomBytes(24).toString('base64url');
  const draft = join(dirname(dataDir), draftPrefix(dataDir) + randomBytes(6).toString('hex'));
  const passwordForInitdb = join(draft, 'password');
  const cluster = join(draft, 'cluster');
  mkdirSync(draft, { mode: 0o700 });
  try {
    writeDurably(passwordForInitdb, `${password}\n`, 0o600);
    if (runAs.kind === 'user') {
      for (const path of [draft, passwordForInitdb]) chownSync(path, runAs.uid, runAs.gid);
    }
    const child = runChild({
      runAs,
      command: binaries.initdb,
      args: initdbArguments(cluster, passwordForInitdb, options.fsync),
      deathSignal: 'TERM',
      cwd: draft,
    });
    const stop = () => child.process.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    const { code } = await child.exited;
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (code !== 0) throw failureFromLog('initdb failed', dataDir, child.lines);
    writeDurably(passwordFileOf(dataDir), `${password}\n`, 0o600);
    renameSync(cluster, dataDir);
    syncDirectory(dirname(dataDir));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function initdbArguments(cluster: string, passwordFile: string, fsync: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(fsync ? [] : ['--no-sync']),
  ];
}
