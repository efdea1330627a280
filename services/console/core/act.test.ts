import { expect, it } from 'vitest';
import { readReason } from './act.js';

it('a reason is one line with something in it', () => {
  expect(readReason('  left on a\r\ntrain ')).toBe('left on a train');
  expect(readReason(' \n ')).toBeUndefined();
  expect(readReason('x'.repeat(201))).toBeUndefined();
});
