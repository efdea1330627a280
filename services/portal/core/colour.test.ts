import { expect, it } from 'vitest';
import { accentOf } from './colour.js';

it('leaves what is legible alone, and mends the rest', () => {
  expect(accentOf('#0b57d0')).toEqual({
    onLight: '#0b57d0',
    onDark: expect.not.stringMatching('#0b57d0'),
  });
  expect(accentOf('#ffee00')?.onLight).not.toBe('#ffee00');
  expect(accentOf('#ffee00')?.onDark).toBe('#ffee00');
  expect(accentOf('red;}')).toBeUndefined();
});
