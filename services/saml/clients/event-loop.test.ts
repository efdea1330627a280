import { expect, it } from 'vitest';
import { shareEventLoop } from './event-loop.js';

const yieldToEventLoop = shareEventLoop();

/** Pieces of one message, one after the other, as the checks are. */
async function work(name: string, pieces: number, done: string[]) {
  const [domain = '', address = ''] = name;
  for (let n = 0; n < pieces; n += 1) {
    await yieldToEventLoop({ domain, address });
    done.push(name);
  }
}

it('lets domains take turns, and in one domain addresses, piece by piece', async () => {
  const done: string[] = [];
  const noisy = Array.from({ length: 20 }, () => work('aX', 10, done));
  await Promise.all([work('b-', 10, done), work('aY', 10, done)]);
  // Before each of the quiet domain's pieces one of the noisy one; before each of the quiet address's three more.
  expect(done.filter((name) => name === 'aX').length).toBeLessThanOrEqual(20);
  expect(done.lastIndexOf('b-')).toBeLessThanOrEqual(20);
  await Promise.all(noisy);
});
