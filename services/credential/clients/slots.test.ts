import { expect, it } from 'vitest';
import { slots } from './slots.js';

const call = (ms: number, signal = new AbortController().signal) => ({
  deadline: performance.now() + ms,
  signal,
});

/** Work that ends when the test says so. */
function work() {
  let end = (_: unknown) => {};
  const done = new Promise((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end(undefined) };
}

it('runs a fixed number at a time and the others in order, even after a failure', async () => {
  const inSlot = slots(2);
  let now = 0;
  let most = 0;
  const order: number[] = [];
  const all = Array.from({ length: 20 }, (_, i) =>
    inSlot(call(60_000), async () => {
      most = Math.max(most, ++now);
      order.push(i);
      await new Promise((next) => setImmediate(next));
      now--;
      if (i % 3 === 0) throw new Error('failed');
    }),
  );
  await Promise.allSettled(all);
  expect(most).toBe(2);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

it('gives up before the deadline or when the caller has left, and releases the slot', async () => {
  const inSlot = slots(1);
  const held = work();
  const first = inSlot(call(60_000), held.run);
  const never = async () => expect.fail('ran');
  const gone = new AbortController();
  const waiting = [inSlot(call(60), never), inSlot(call(60_000, gone.signal), never)];
  setImmediate(() => gone.abort());
  const refused = { status: 'rejected', reason: { code: 'UNAVAILABLE' } };
  expect(await Promise.allSettled(waiting)).toMatchObject([refused, refused]);
  await expect(inSlot(call(10), never)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  held.end();
  await first;
  expect(await inSlot(call(60_000), async () => 'ran')).toBe('ran');
});
