import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBell } from './bell.js';

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

it('wakes at a ring, at one that nobody waited for, at the time, and at the end', async () => {
  const bell = createBell();
  const end = new AbortController();
  const first = bell.wait(1000, end.signal);
  expect(await isOver(first)).toBe(false);
  bell.ring();
  expect(await isOver(first)).toBe(true);

  bell.ring();
  expect(await isOver(bell.wait(1000, end.signal))).toBe(true);

  const third = bell.wait(1000, end.signal);
  expect(await isOver(third)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(await isOver(third)).toBe(true);

  const fourth = bell.wait(1000, end.signal);
  end.abort();
  expect(await isOver(fourth)).toBe(true);
  expect(await isOver(bell.wait(1000, end.signal))).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
