import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Postgres refuses to run as root, so root starts these programs as nobody. Undefined: as ourselves. */
export const USER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

const PACKAGES = '/usr/lib/postgresql';

/** The directory of Debian's newest Postgres. @throws Error if there is none */
export function findPostgres(): string {
  const [newest] = readdirSync(PACKAGES).sort((a, b) => Number(b) - Number(a));
  if (newest === undefined) throw new Error(`no Postgres under ${PACKAGES}`);
  return join(PACKAGES, newest, 'bin');
}

/** Starts a program in `dir`, writing to a log file there. It ends with us, in order. */
export function startProgram(dir: string, command: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(dir, `${command}.log`), 'a');
  const line = ['--pdeathsig', 'TERM', command, ...args];
  return spawn('setpriv', line, {
    ...USER,
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: dir, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', log, log],
  });
}

/** Resolves when the program has ended. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
