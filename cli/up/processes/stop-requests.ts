import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  commandOf,
  identify,
  isAlive,
  type ProcessIdentity,
} from '../../../libs/embedded-postgres/processes.js';

export interface StopRequests {
  /** Aborted at the first stop request. */
  readonly signal: AbortSignal;
  close(): void;
}

const LOOK_EVERY_MS = 500;

/**
 * Listens for requests to stop: SIGINT, SIGTERM and SIGHUP, a reader of our output that has ended,
 * and npm, which started us, being killed. On a second signal the process exits at once; its
 * children stop by themselves.
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

/** npm, and the shell that it may have started in between. */
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
