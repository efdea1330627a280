import { expect, it } from 'vitest';
import { timesOf } from './times.js';

it('keeps times as Postgres has them, and reads them as each machine has them', () => {
  const clock = { now: () => 1_800_000_000_000 };
  const fast = timesOf(clock, () => clock.now() + 600_000);
  const slow = timesOf(clock, () => clock.now() - 600_000);
  // The fast machine's clock shows that this is valid for a minute.
  const kept = fast.toKeep({ exp: 1_800_000_660, iat: 1_800_000_600, nonce: 'x' });
  expect(kept).toEqual({ exp: 1_800_000_060, iat: 1_800_000_000, nonce: 'x' });
  expect(slow.asKept(kept).exp).toBe(1_799_999_460);
  expect(fast.asKept(kept).exp).toBe(1_800_000_660);
});
