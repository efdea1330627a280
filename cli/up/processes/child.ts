import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';

const LARGEST_LOG = 16 * 1024 * 1024;

/** What to run: a Node program that shuts down when its stdin ends. */
export interface ChildOptions {
  /** The compiled entry point and its arguments. */
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
  /** Resolves when the process has ended. Never rejects. */
  readonly ended: Promise<Ending>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to stop, and kills it if that takes longer than `graceMs`. */
  stop(graceMs: number): Promise<Ending>;
}

/**
 * Starts a process in a session of its own, so that Ctrl-C in a terminal reaches only this process,
 * which shuts its children down. The other end of the child's stdin is held here: however this
 * process ends, the child reads end-of-file and stops by itself.
 * @throws Error if the system cannot start it
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
  // The reader may have ended already.
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
      // No signal in addition: a process asked twice does not wait for calls in flight.
      child.stdin?.end();
      const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const ending = await ended;
      clearTimeout(hard);
      return ending;
    },
  };
}

/** A log that has grown large is renamed, and kept until the next one has grown as large. */
function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** An ending in words. */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
