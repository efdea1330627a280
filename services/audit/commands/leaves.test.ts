import { expect, test } from 'vitest';
import type { RecordedEvent, RecordedLeaves } from '../ports.js';
import { leaves } from './leaves.js';

/** A record of events so long, and what was read of it in one go. */
function setUp(lengths: readonly number[]) {
  const reads: number[] = [];
  const parts = {
    tree: { size: async () => lengths.length } as never,
    events: {
      async leaves({ from, to }: { from: number; to: number }) {
        reads.push(to - from);
        const part = lengths.slice(from, to);
        return {
          events: part.map(
            (n, i) => ({ index: from + i, event: Buffer.alloc(n) }) as RecordedEvent,
          ),
          hashes: part.map(() => Buffer.alloc(32)),
        };
      },
    } as never,
  };
  async function all(range: { from: number; to: number }): Promise<RecordedLeaves[]> {
    const messages: RecordedLeaves[] = [];
    for await (const part of leaves(parts, range, new AbortController().signal))
      messages.push(part);
    return messages;
  }
  return { reads, all };
}

test('every leaf comes once, in order, in messages that a client takes', async () => {
  const lengths = Array.from({ length: 2500 }, (_, i) => (i % 50 === 0 ? 65_536 : 900));
  const { all } = setUp(lengths);
  const messages = await all({ from: 3, to: 2400 });
  const indexes = messages.flatMap(({ events }) => events.map(({ index }) => index));
  expect(indexes).toEqual(Array.from({ length: 2397 }, (_, i) => i + 3));
  for (const { events, hashes } of messages) {
    expect(hashes.length).toBe(events.length);
    expect(events.reduce((sum, { event }) => sum + event.length, 0)).toBeLessThan(2 << 20);
  }
});

test('where events are large, fewer are read at once', async () => {
  const { reads, all } = setUp([...Array(2000).fill(65_536), ...Array(3000).fill(10)]);
  await all({ from: 0, to: 0 });
  expect(reads[0]).toBe(1000);
  expect(Math.max(...reads.slice(1, 10))).toBeLessThan(200);
  expect(reads.reduce((sum, n) => sum + n)).toBe(5000);
  expect(reads.length).toBeLessThan(40);
});

test('a range outside the record is refused', async () => {
  const { all } = setUp([1, 2, 3]);
  await expect(all({ from: 0, to: 4 })).rejects.toMatchObject({ violations: [{ field: 'to' }] });
  await expect(all({ from: 3, to: 2 })).rejects.toMatchObject({ violations: [{ field: 'from' }] });
  expect(await all({ from: 3, to: 3 })).toEqual([]);
});
