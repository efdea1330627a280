import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  commandOf,
  identify,
  isAlive,
  type ProcessIdentity,
} from '../../../libs/embedded-postgres/processes.js';

export interface StopRequests {
  /** Aborted at the first request to stop. */
  readonly signal: AbortSignal;
  close(): void;
}

const LOOK_EVERY_MS = 500;

/**
 * Asks to stop at SIGINT, SIGTERM and SIGHUP; when whoever reads our output has gone; and when npm,
 * which started us, was killed. Asked a second time by a signal, the process ends at once: what it
 * started stops by itself.
 */
export function listenForStop(): StopRequests {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const onPipe = () => stop.abort();
  process.stdout.on('error', onPipe);
  process.stderr.on('error', onPipe);
  const launchers = process.env.npm_lifecycle_event === undefined ? [] : findLaunchers();
  const timer = setInterval(() => {
    if (!launchers.every(isAlive)) stop.abort();
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    signal: stop.signal,
    close() {
      clearInterval(timer);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** npm, and the shell that it may have put between itself and us. */
function findLaunchers(): ProcessIdentity[] {
  const parent = identify(process.ppid);
  if (parent === undefined) return [];
  if (!/(^|\/)(ba|da|z|k)?sh (-\S+ )*-c /.test(commandOf(parent.pid))) return [parent];
  const grandparent = identify(parentOf(parent.pid));
  return grandparent === undefined ? [parent] : [parent, grandparent];
}

function parentOf(pid: number): number {
  try {
    const [, ppid] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(ppid);
  } catch {
    try {
      return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
    } catch {
      return 0;
    }
  }
}
