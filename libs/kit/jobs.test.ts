import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { manualClock } from '../clock/index.js';
import { memoryLog } from '../testing/logs.js';
import { every, MORE, runJobs, startJobs, sweepAll } from './jobs.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('runs at the start, and then after each pause of a quarter more or less', async () => {
  let runs = 0;
  const pauses = [];
  for (const random of [0, 0.999]) {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    runs = 0;
    const stop = startJobs([every('count', 1000, async () => void runs++)], memoryLog().log);
    await later(0);
    expect(runs).toBe(1);
    let ms = 0;
    for (; runs === 1; ms += 10) await later(10);
    pauses.push(ms);
    await stop();
  }
  expect(pauses).toEqual([750, 1250]);
  vi.restoreAllMocks();
});

it('runs again at once where there is more to do, and when it is woken, also while it runs', async () => {
  let left = 3;
  const job = every('drain', 60_000, async () => (--left > 0 ? MORE : undefined));
  const stop = startJobs([job], memoryLog().log);
  await later(0);
  expect(left).toBe(0);
  job.wake();
  await later(0);
  expect(left).toBe(-1);
  await stop();

  let finish = () => {};
  let runs = 0;
  const slow = every('slow', 60_000, () => {
    runs++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  const stopSlow = startJobs([slow], memoryLog().log);
  slow.wake();
  finish();
  await later(0);
  expect(runs).toBe(2);
  const stopped = stopSlow();
  finish();
  await stopped;
});

it('warns once while it fails, says when it works again, and goes on', async () => {
  const { log, lines } = memoryLog();
  let runs = 0;
  const job = every('fragile', 1000, async () => {
    runs++;
    if (runs < 4) throw new Error('down');
  });
  const stop = startJobs([job], log);
  await later(10_000);
  expect(runs).toBeGreaterThan(5);
  expect(lines).toEqual(['warn: a job failed, and is tried again', 'info: a job works again']);
  await stop();
});

it('stops after the current run, and does not report its failure', async () => {
  const { log, lines } = memoryLog();
  const work = (signal: AbortSignal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const controller = new AbortController();
  let ended = false;
  const running = runJobs([every('one', 1000, work), every('other', 1000, work)], {
    ...{ log, signal: controller.signal },
  }).then(() => {
    ended = true;
  });
  await later(100);
  expect(ended).toBe(false);
  controller.abort();
  await running;
  expect(lines).toEqual([]);
});

it('sweeps each kind in batches until nothing is left, whatever fails', async () => {
  const clock = manualClock(5);
  const batches: [number, number][] = [];
  const left = [500, 500, 20];
  const work = sweepAll(
    {
      broken: (): Promise<number> => Promise.reject(new Error('down')),
      rows: async (now, limit): Promise<number> => {
        batches.push([now, limit]);
        return left.shift() ?? 0;
      },
    },
    clock,
  );
  await expect(work(new AbortController().signal)).rejects.toThrow('broken could not be swept');
  expect(batches).toEqual([
    [5, 500],
    [5, 500],
    [5, 500],
  ]);
});
