import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { aborted, unavailable } from '../errors/index.js';
import { groupCommit } from './index.js';

/** A write that ends when the test says so. */
function byHand() {
  const writes: { batch: readonly number[]; done: () => void; fail: (error: Error) => void }[] = [];
  const write = (batch: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      writes.push({ batch, done: () => resolve(batch.map((n) => n * 10)), fail: reject });
    });
  return { writes, write };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a group commit', () => {
  it('writes the first item at once, and those that arrive meanwhile together', async () => {
    const { writes, write } = byHand();
    const group = groupCommit({ write, maxBatch: 3 });
    const first = group.submit(1);
    await settle();
    expect(writes.map(({ batch }) => batch)).toEqual([[1]]);
    const rest = [2, 3, 4, 5].map((n) => group.submit(n));
    await settle();
    expect(writes).toHaveLength(1);
    expect(group.waiting).toBe(4);
    let answered = false;
    void first.then(() => {
      answered = true;
    });
    await settle();
    expect(answered).toBe(false);
    writes[0]?.done();
    await settle();
    expect(await first).toBe(10);
    expect(writes[1]?.batch).toEqual([2, 3, 4]);
    writes[1]?.done();
    await settle();
    writes[2]?.done();
    expect(await Promise.all(rest)).toEqual([20, 30, 40, 50]);
    await group.close();
    await expect(group.submit(6)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('fails exactly the callers whose items are refused, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (good, maxBatch) => {
          const written: number[] = [];
          const group = groupCommit({
            maxBatch,
            write: async (batch: readonly number[]) => {
              await settle();
              if (batch.some((n) => !good[n])) throw aborted('refused');
              written.push(...batch);
              return batch;
            },
          });
          const outcomes = await Promise.allSettled(good.map((_, n) => group.submit(n)));
          expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(good);
          expect(written).toEqual(good.flatMap((ok, n) => (ok ? [n] : [])));
        },
      ),
    );
  });

  it('does not retry what may have been written', async () => {
    const { writes, write } = byHand();
    const group = groupCommit({ write });
    const outcomes = Promise.allSettled([1, 2, 3].map((n) => group.submit(n)));
    await settle();
    writes[0]?.fail(unavailable('gone'));
    expect((await outcomes).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(writes).toHaveLength(1);
    const next = group.submit(4);
    await settle();
    writes[1]?.done();
    expect(await next).toBe(40);
  });

  it('refuses at once when too many wait, and gives up what waits too long unwritten', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { writes, write } = byHand();
      const group = groupCommit({ write, maxDelayMs: 100, maxQueue: 2 });
      const first = group.submit(1);
      await settle();
      const second = group.submit(2);
      vi.advanceTimersByTime(60);
      const third = group.submit(3);
      await expect(group.submit(4)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
      const late = expect(second).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      vi.advanceTimersByTime(41);
      await late;
      expect(group.waiting).toBe(1);
      writes[0]?.done();
      await settle();
      expect(await first).toBe(10);
      expect(writes[1]?.batch).toEqual([3]);
      writes[1]?.done();
      expect(await third).toBe(30);
    } finally {
      vi.useRealTimers();
    }
  });
});
