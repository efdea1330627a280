import { PassThrough } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { withKeepalive } from './keepalive.js';

afterEach(() => void vi.useRealTimers());

it('repeats the progress of silent work, and ends with it', async () => {
  vi.useFakeTimers();
  const answers = new PassThrough({ objectMode: true });
  const told: string[] = [];
  const telling = (async () => {
    for await (const one of withKeepalive<string>(answers, (last) => `still ${last}`))
      told.push(one);
  })();
  await vi.advanceTimersByTimeAsync(2000);
  answers.write('half');
  await vi.advanceTimersByTimeAsync(5000);
  answers.end('done');
  await vi.advanceTimersByTimeAsync(10_000);
  await telling;
  expect(told).toEqual(['still undefined', 'half', 'still half', 'still half', 'done']);
});

it('fails as the work fails', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  const failing = (async function* (): AsyncGenerator<string> {
    throw new Error('not done');
  })();
  await expect(withKeepalive(failing, () => 'still').next()).rejects.toThrow('not done');
});
