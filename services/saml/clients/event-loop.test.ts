import { expect, it } from 'vitest';
import { shareEventLoop } from './event-loop.js';

/** Runs messages whose pieces take `each` ms of a clock that the test moves. `done` lists the pieces in order. */
function stage() {
  let ms = 0;
  const yieldToEventLoop = shareEventLoop(() => ms);
  const done: string[] = [];
  const work = async (name: string, pieces: number, each: number) => {
    const [domain = '', address = ''] = name;
    for (let n = 0; n < pieces; n += 1) {
      await yieldToEventLoop({ domain, address });
      ms += each;
      done.push(name);
    }
  };
  return { done, work };
}

it('lets domains take turns, and in one domain addresses, piece by piece', async () => {
  const { done, work } = stage();
  const noisy = Array.from({ length: 20 }, () => work('aX', 10, 1));
  const quiet = [work('b-', 10, 1), work('aY', 10, 1)];
  await Promise.all([...noisy, ...quiet]);
  // One piece of the noisy domain goes before each piece of the quiet one, and likewise for addresses.
  expect(done.lastIndexOf('b-')).toBeLessThanOrEqual(20);
  expect(done.lastIndexOf('aY')).toBeLessThanOrEqual(32);
});

it('lets a small sender wait for at most one long piece of another', async () => {
  const { done, work } = stage();
  const noisy = Array.from({ length: 4 }, () => work('aX', 10, 100));
  const quiet = work('b-', 20, 1);
  await Promise.all([...noisy, quiet]);
  expect(done.lastIndexOf('b-')).toBeLessThanOrEqual(21);
});
