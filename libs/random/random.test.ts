import { expect, it } from 'vitest';
import { systemRandom } from './index.js';

it('makes ascending version 7 ids that do not repeat', () => {
  const ids = Array.from({ length: 5000 }, () => systemRandom.id());
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

it('draws the number of bytes asked for', () => {
  expect(systemRandom.bytes(32)).toHaveLength(32);
  expect(systemRandom.bytes(32).equals(systemRandom.bytes(32))).toBe(false);
});
