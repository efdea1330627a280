import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';

const LARGEST_LOG = 16 * 1024 * 1024;

/** What to run: a Node program that stops in order when its stdin ends. */
export interface ChildOptions {
  /** Compiled entry point and its arguments. */
  readonly entry: string;
  readonly args: readonly string[];
  /** Options of Node itself. */
  readonly execArgv?: readonly string[];
  /** Where stdout and stderr are appended. */
  readonly logFile: string;
}

/** How a process ended: a code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  /** Resolves when the process is gone. Never rejects. */
  readonly ended: Promise<Ending>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to stop, and ends it the hard way where that takes longer than `graceMs`. */
  stop(graceMs: number): Promise<Ending>;
}

/**
 * Starts a process in a session of its own, so that Ctrl-C in a terminal reaches this process alone,
 * which stops its children in order. The other end of its stdin is held here: however this process
 * ends, the child reads the end of it and stops by itself.
 * @throws Error where the system cannot start it
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openLog(options.logFile);
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, [...(options.execArgv ?? []), options.entry, ...options.args], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', log, log],
    });
  } finally {
    closeSync(log);
  }
  // Whoever reads it may be gone already.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return {
    pid: child.pid ?? 0,
    ended,
    signal: (signal) => void child.kill(signal),
    async stop(graceMs) {
      // Not a signal as well: whoever is asked twice does not wait for calls in flight.
      child.stdin?.end();
      const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const ending = await ended;
      clearTimeout(hard);
      return ending;
    },
  };
}

/** One that has grown large makes room for a new one, and is kept until that has. */
function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** An ending in words. */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
