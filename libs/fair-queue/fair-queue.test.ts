import { expect, it } from 'vitest';
import { fairQueue } from './index.js';

const of = (domain: string, frontEnd = 'mail') => [domain, frontEnd] as const;

it('goes round among groups, and within one among members', () => {
  const queue = fairQueue<string>({ perGroup: 500 });
  for (let i = 1; i <= 4; i++) queue.push(of('noisy.tld'), `noisy ${i}`);
  queue.push(of('quiet.tld'), 'quiet 1');
  queue.push(of('noisy.tld', 'web'), 'noisy web 1');
  queue.push(of('quiet.tld'), 'quiet 2');
  const taken = Array.from({ length: 8 }, () => queue.shift());
  expect(taken).toEqual([
    ...['noisy 1', 'quiet 1', 'noisy web 1', 'quiet 2', 'noisy 2', 'noisy 3', 'noisy 4'],
    undefined,
  ]);
});

it('takes so many of one group and no more, and forgets who has left', () => {
  const queue = fairQueue<number>({ perGroup: 500 });
  let taken = 0;
  while (taken < 10_000 && queue.push(of('noisy.tld', `${taken % 3}`), taken)) taken++;
  expect(taken).toBe(500);
  expect(queue.push(of('quiet.tld'), -1)).toBe(true);
  queue.remove(of('noisy.tld', '0'), 0);
  expect(queue.push(of('noisy.tld'), 501)).toBe(true);
  expect(queue.shift()).toBe(3);
  expect(queue.shift()).toBe(-1);
  expect(queue.size).toBe(499);
});
