import { afterEach, expect, it, vi } from 'vitest';
import { endSilence } from './end-silence.js';

afterEach(() => void vi.useRealTimers());

/** Answers each request after `seconds`, then sends `last` more answers. */
function talkOf(seconds: number, last: number) {
  return async function* (requests: AsyncIterable<string>, signal: AbortSignal) {
    const pause = () =>
      new Promise<void>((resolve, reject) => {
        setTimeout(resolve, seconds * 1000);
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      });
    for await (const request of requests) {
      await pause();
      yield request;
    }
    for (let n = 0; n < last; n++) {
      await pause();
      yield `still ${n}`;
    }
  };
}

async function hear(seconds: number, signal = new AbortController().signal): Promise<string[]> {
  const heard: string[] = [];
  const options = { requests: ['a', 'b'], seconds: 20, signal };
  for await (const one of endSilence(talkOf(seconds, 2), options)) heard.push(one);
  return heard;
}

it('lets a conversation go on that says something, and ends a silent one', async () => {
  vi.useFakeTimers();
  const long = hear(19);
  await vi.advanceTimersByTimeAsync(80_000);
  expect(await long).toEqual(['a', 'b', 'still 0', 'still 1']);
  const silent = expect(hear(21)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await vi.advanceTimersByTimeAsync(22_000);
  await silent;
});

it('ends as the person ends it', async () => {
  vi.useFakeTimers();
  const interrupted = new AbortController();
  const ended = expect(hear(19, interrupted.signal)).rejects.toThrow('cancelled');
  await vi.advanceTimersByTimeAsync(1000);
  interrupted.abort();
  await ended;
});
