import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { abortScope, withinAbortScope } from './index.js';

it('is aborted by the first of its signals, with its reason', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const scope = abortScope({ signals: [one.signal, other.signal], ms: 60_000 });
  other.abort('other');
  one.abort('one');
  expect(scope.signal.reason).toBe('other');
  expect(scope.timedOut).toBe(false);
});

it('is aborted from the start where a signal is', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  other.abort('gone');
  expect(abortScope({ signals: [one.signal, other.signal] }).signal.reason).toBe('gone');
  expect(getEventListeners(one.signal, 'abort')).toHaveLength(0);
});

it('is aborted when its time is over, and says so', async () => {
  const scope = abortScope({ ms: 1 });
  await new Promise((resolve) => scope.signal.addEventListener('abort', resolve));
  expect(scope.timedOut).toBe(true);
  expect(scope.signal.reason).toMatchObject({ name: 'TimeoutError' });
});

it('leaves no listener and no timer behind, however the work ends', async () => {
  const { signal } = new AbortController();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await withinAbortScope({ signals: [signal], ms: 60_000 }, async () => 1);
  await withinAbortScope({ signals: [signal], ms: 60_000 }, async () => {
    throw new Error('failed');
  }).catch(() => undefined);
  const scope = abortScope({ signals: [signal], ms: 60_000 });
  scope.abort();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(timers()).toBe(before);
});
