import { expect, it } from 'vitest';
import { accentOf } from './colour.js';

it('keeps legible colours, and corrects the others', () => {
  expect(accentOf('#0b57d0')).toEqual({
    onLight: '#0b57d0',
    onDark: expect.not.stringMatching('#0b57d0'),
  });
  expect(accentOf('#ffee00')?.onLight).not.toBe('#ffee00');
  expect(accentOf('#ffee00')?.onDark).toBe('#ffee00');
  expect(accentOf('red;}')).toBeUndefined();
});
