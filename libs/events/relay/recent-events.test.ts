import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepRecent, upToBytes } from './recent-events.js';
import type { NumberedEvent } from './sink.js';

const eventOf = (sequence: number, size: number): NumberedEvent => ({
  sequence,
  id: '',
  subject: '',
  bytes: Buffer.alloc(size),
});

it('returns exactly the events after a number, or says that the first is not kept', () => {
  const pushes = fc.array(
    fc.record({
      skip: fc.boolean(),
      forget: fc.option(fc.nat(9), { nil: undefined }),
      sizes: fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }),
    }),
  );
  const limits = fc.record({ maxEvents: fc.integer({ min: 1, max: 9 }), maxBytes: fc.nat(30) });
  fc.assert(
    fc.property(pushes, limits, limits, (steps, kept, asked) => {
      const recent = keepRecent(kept);
      let all: NumberedEvent[] = [];
      let next = 1;
      for (const { skip, forget, sizes } of steps) {
        if (forget !== undefined) {
          const upTo = next - forget;
          recent.forget(upTo);
          if (upTo > 1) expect(recent.after(upTo - 2, asked)).toBeUndefined();
        }
        if (skip) {
          next += 3;
          all = [];
        }
        const batch = sizes.map((size) => eventOf(next++, size));
        all.push(...batch);
        recent.push(batch);
        for (let after = 0; after < next; after += 1) {
          const got = recent.after(after, asked);
          if (got === undefined) continue;
          const following = all.filter(({ sequence }) => sequence > after);
          expect(got).toEqual(upToBytes(following.slice(0, asked.maxEvents), asked.maxBytes));
        }
        const newest = recent.after(next - 2, { maxEvents: 1, maxBytes: 0 });
        const last = batch.at(-1);
        if (last !== undefined && last.bytes.length <= kept.maxBytes)
          expect(newest).toEqual([last]);
      }
    }),
  );
});
