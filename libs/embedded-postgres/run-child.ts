import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type RunAs, wrap } from './run-as.js';

export interface Child {
  readonly process: ChildProcess;
  /** The last lines it wrote, on either stream. */
  readonly lines: string[];
  /** Settles once it has ended and its output is read. A command that cannot start has code 127. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const LINES_KEPT = 50;

/** Starts initdb or postgres. Of our environment it gets only the search path. */
export function runChild(options: {
  readonly runAs: RunAs;
  readonly command: string;
  readonly args: readonly string[];
  readonly deathSignal: 'INT' | 'TERM';
  readonly cwd: string;
  readonly onLine?: (line: string) => void;
}): Child {
  const { runAs, onLine, cwd } = options;
  const line = wrap(runAs, options.command, options.args, options.deathSignal);
  const child = spawn(line.command, line.args, {
    ...line.options,
    cwd,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (text: string) => {
    lines.push(text);
    if (lines.length > LINES_KEPT) lines.shift();
    onLine?.(text);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', keep);
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      keep(error.message);
      resolve({ code: 127, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { process: child, lines, exited };
}
