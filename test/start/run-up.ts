import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';

/** One of our processes, with its output. */
export interface Run {
  readonly child: ChildProcess;
  /** Resolves when this text was printed. Rejects if the process ended without it. */
  said(text: string): Promise<void>;
  readonly ended: Promise<{ code: number | null; signal: string | null; output: string }>;
}

/** Runs `gatepost up` on a directory. */
export function runUp(home: string, base: number, more: readonly string[] = []): Run {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  const args = ['up', '--home', home, '--port-base', String(base), ...more];
  return follow(spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Collects the output of a process. */
export function follow(child: ChildProcess): Run {
  let output = '';
  let over = false;
  let look: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
      look();
    });
  }
  const ended = new Promise<{ code: number | null; signal: string | null; output: string }>(
    (resolve) => {
      child.once('close', (code, signal) => {
        over = true;
        resolve({ code, signal, output });
        look();
      });
    },
  );
  return {
    child,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (output.includes(text)) resolve();
          else if (over) reject(new Error(`ended without saying "${text}": ${output}`));
        };
        look();
      }),
  };
}

/** The processes whose command line names the directory, except those that only look. */
export function processesOf(home: string): string[] {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(home) && !line.includes('ps -axww') && !/^\d+ +Z/.test(line));
}

/** Resolves when no process of the directory is left. */
export async function nothingLeft(home: string): Promise<void> {
  await until('nothing runs', () => expect(processesOf(home)).toEqual([]), { everyMs: 100 });
}
