import { expect, it } from 'vitest';
import { sessionUntil } from './replay.js';

it('ends a session at the earliest time that the provider states', () => {
  const of = (...ends: (number | undefined)[]) =>
    sessionUntil({
      authentications: ends.map((sessionNotOnOrAfter) => ({ sessionNotOnOrAfter })),
    } as never);
  expect(of(5000, 3000, undefined)).toBe(3000);
  expect(of(undefined)).toBeUndefined();
});
