import { expect, it } from 'vitest';
import { boundedShares } from './bounded-shares.js';

it('each has its share, and all together theirs; what is given back is free again', () => {
  const shares = boundedShares({ each: 2, all: 3 });
  const first = shares.take('anna');
  expect(shares.take('anna')).toBeDefined();
  expect(shares.take('anna')).toBeUndefined();
  expect(shares.take('bea')).toBeDefined();
  expect(shares.take('bea')).toBeUndefined();
  first?.();
  first?.();
  expect(shares.take('bea')).toBeDefined();
  expect(shares.take('carl')).toBeUndefined();
});
