import { type SpawnOptions, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './failure.js';

/**
 * The user for Postgres, which refuses to run as root: ourselves; from root, another user; or, as
 * root, a user namespace that maps root to another user, which also reaches files under a directory
 * that only root may enter.
 */
export type RunAs =
  | { readonly kind: 'self' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

/** The user nobody, whose number is reserved on every system. */
const NOBODY = 65534;

/** Chooses the user for a data directory, which may not exist yet. @throws EmbeddedPostgresError */
export function chooseRunAs(dataDir: string, postgres: string): RunAs {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    const user = { kind: 'user', uid: owner.uid, gid: owner.gid } as const;
    const blocked = blockedAt(dataDir, user) ?? blockedAt(postgres, user);
    if (blocked === undefined) return user;
    throw notPermitted(dataDir, `its owner, user ${owner.uid}, may not enter ${blocked}`);
  }
  const nobody = { kind: 'user', uid: NOBODY, gid: NOBODY } as const;
  const blocked = blockedAt(dataDir, nobody) ?? blockedAt(postgres, nobody);
  if (owner === undefined && blocked === undefined) return nobody;
  const inNamespace = wrap({ kind: 'namespace' }, postgres, ['--version']);
  if (spawnSync(inNamespace.command, inNamespace.args).status === 0) return { kind: 'namespace' };
  const why =
    blocked === undefined ? 'root owns it' : `only root may enter ${blocked}, where a user must`;
  throw notPermitted(dataDir, `${why}, and unshare(1) of user namespaces is not allowed here`);
}

/**
 * The command line that runs `command` as that user. On Linux the process gets `deathSignal` when
 * the process that started it dies; other systems cannot do this.
 */
export function wrap(
  runAs: RunAs,
  command: string,
  args: readonly string[],
  deathSignal?: 'INT' | 'TERM',
): { command: string; args: string[]; options: SpawnOptions } {
  let line = [command, ...args];
  // Innermost, because the kernel forgets the death signal when a process changes its rights.
  if (deathSignal !== undefined && canSetDeathSignal()) {
    line = ['setpriv', '--pdeathsig', deathSignal, ...line];
  }
  if (runAs.kind === 'namespace') {
    line = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, ...line];
  }
  const [first = command, ...rest] = line;
  const options = runAs.kind === 'user' ? { uid: runAs.uid, gid: runAs.gid } : {};
  return { command: first, args: rest, options };
}

let deathSignals: boolean | undefined;
function canSetDeathSignal(): boolean {
  deathSignals ??= spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0;
  return deathSignals;
}

/** The first directory above `path` that the user may not enter. */
function blockedAt(path: string, { uid, gid }: { uid: number; gid: number }): string | undefined {
  const above: string[] = [];
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    above.unshift(dir);
    if (dir === dirname(dir)) break;
  }
  return above.find((dir) => {
    const stat = statSync(dir, { throwIfNoEntry: false });
    if (stat === undefined) return false;
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    return (stat.mode & bit) === 0;
  });
}

function notPermitted(dataDir: string, why: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'NOT_PERMITTED',
    `Postgres does not run as root, and cannot use ${dataDir} as another user: ${why}. Put it ` +
      'elsewhere, or do not run as root',
  );
}
