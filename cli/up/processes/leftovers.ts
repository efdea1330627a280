import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  identify,
  isAlive,
  type ProcessIdentity,
} from '../../../libs/embedded-postgres/processes.js';
import { writeWhole } from '../installation/files.js';

/**
 * The running processes, listed on disk, so that the next start can wait for those that a killed
 * one left behind.
 */
export interface ProcessList {
  add(pid: number): void;
  /** Empties the list: nothing runs any more. */
  clear(): void;
}

/** Opens the list kept in the file `path`. */
export function openProcessList(path: string): ProcessList {
  let running: ProcessIdentity[] = [];
  return {
    add(pid) {
      const identity = identify(pid);
      if (identity === undefined) return;
      running = [...running.filter(isAlive), identity];
      writeWhole(path, JSON.stringify(running), 0o600);
    },
    clear: () => rmSync(path, { force: true }),
  };
}

/** How long processes whose parent has ended may take to stop by themselves. */
const TIMEOUT_MS = 18_000;

/** Waits until the processes on the list have stopped, and kills those that do not. */
export async function endLeftovers(path: string): Promise<void> {
  const until = performance.now() + TIMEOUT_MS;
  for (;;) {
    const left = readList(path).filter(isAlive);
    if (left.length === 0) return;
    if (performance.now() > until) for (const { pid } of left) kill(pid);
    await sleep(50);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function readList(path: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // No list, or one that a full disk cut short; ports in use will show what still runs.
    return [];
  }
}
