import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from '../../../libs/embedded-postgres/processes.js';
import { until } from '../../../libs/testing/until.js';
import { createBackoff } from './backoff.js';
import { supervise } from './supervisor.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-supervisor-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A child that says its pid and stops when its stdin ends, as our services do. */
function entry(body = ''): string {
  const path = join(dir, 'child.mjs');
  writeFileSync(
    path,
    `console.log(process.pid); process.stdin.resume().on('end', () => process.exit(0)); ${body}`,
  );
  return path;
}

describe('supervise', () => {
  it('starts a killed process again, and no more once it is stopped', async () => {
    const pids: number[] = [];
    const logFile = join(dir, 'log');
    const options = { name: 'x', entry: entry(), args: [], logFile };
    const supervised = await supervise({ ...options, onStart: ({ pid }) => pids.push(pid) });
    supervised.signal('SIGKILL');
    await until('it runs again', () => pids.length === 2);
    expect(supervised.endings).toBe(1);
    await until('it has said something', () =>
      readFileSync(logFile, 'utf8').includes(`${pids[1]}`),
    );
    await supervised.stop(5_000);
    expect(pids.map((pid) => identify(pid))).toEqual([undefined, undefined]);
    expect(pids).toHaveLength(2);
  });

  it('ends a process that does not stop', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
      process.stdin.removeAllListeners('end');`;
    const logFile = join(dir, 'log');
    const options = { name: 'x', entry: entry(stubborn), args: [], logFile };
    const supervised = await supervise(options);
    const pid = supervised.pid ?? 0;
    await until('it has said something', () => readFileSync(logFile, 'utf8') !== '');
    await supervised.stop(50);
    expect(identify(pid)).toBeUndefined();
  });

  it('stops while it waits to start again', async () => {
    const endings: number[] = [];
    const supervised = await supervise({
      name: 'x',
      entry: entry('process.exit(7);'),
      args: [],
      logFile: join(dir, 'log'),
      onEnd: ({ ending }) => endings.push(ending.code ?? -1),
    });
    await until('it has ended three times', () => endings.length === 3);
    await supervised.stop(1_000);
    expect(supervised.pid).toBeUndefined();
    expect(endings).toEqual([7, 7, 7]);
  });
});

describe('createBackoff', () => {
  it('waits longer each time, up to a limit, and resets after a steady run', () => {
    const backoff = createBackoff();
    const waits = [1, 1, 1, 1, 1, 1, 1, 1].map((ran) => backoff.next(ran));
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
    expect(backoff.next(30_000)).toBe(200);
  });
});
