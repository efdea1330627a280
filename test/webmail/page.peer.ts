import { expect, it } from 'vitest';
import { unknownBlocks } from './documented.js';

it('every block of docs/sign-in.md is run by a test here', () => {
  expect(unknownBlocks).toEqual([]);
});
