import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWakeSignal } from './wake-signal.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Says whether the wait is over without any time passing. */
async function isOver(wait: Promise<void>): Promise<boolean> {
  const over = vi.fn();
  void wait.then(over);
  await Promise.resolve();
  await Promise.resolve();
  return over.mock.calls.length > 0;
}

it('ends a wait when woken, when woken before it began, after its time, and at an abort', async () => {
  const wakeSignal = createWakeSignal();
  const end = new AbortController();
  const first = wakeSignal.wait(1000, end.signal);
  expect(await isOver(first)).toBe(false);
  wakeSignal.wake();
  expect(await isOver(first)).toBe(true);

  wakeSignal.wake();
  expect(await isOver(wakeSignal.wait(1000, end.signal))).toBe(true);

  const third = wakeSignal.wait(1000, end.signal);
  expect(await isOver(third)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(await isOver(third)).toBe(true);

  const fourth = wakeSignal.wait(1000, end.signal);
  end.abort();
  expect(await isOver(fourth)).toBe(true);
  expect(await isOver(wakeSignal.wait(1000, end.signal))).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
