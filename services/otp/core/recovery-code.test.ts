import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemRandom } from '../../../libs/random/index.js';
import { makeRecoveryCode, normaliseRecoveryCode } from './recovery-code.js';

it('makes codes in groups, of glyphs that cannot be confused, each as likely as any other', () => {
  const seen = new Map<string, number>();
  const drawn = 3000;
  for (let n = 0; n < drawn; n++) {
    const code = makeRecoveryCode((count) => systemRandom.bytes(count));
    expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{4}(-[A-HJKMNP-TV-Z2-9]{4}){2}$/);
    for (const glyph of code.replaceAll('-', '')) seen.set(glyph, (seen.get(glyph) ?? 0) + 1);
  }
  expect(seen.size).toBe(30);
  // Ten standard deviations: a bias of the modulo would be 1/8.
  const mean = (drawn * 12) / 30;
  for (const count of seen.values()) expect(Math.abs(count - mean)).toBeLessThan(350);
});

it('discards bytes that would make some glyphs more likely', () => {
  const draws = [Buffer.alloc(12, 240), Buffer.from([...Array(12).keys()])];
  expect(makeRecoveryCode(() => draws.shift() as Buffer)).toBe('ABCD-EFGH-JKMN');
});

it('reads a code however it was typed, and refuses other text', () => {
  const way = fc.constantFrom<(code: string) => string>(
    (code) => code,
    (code) => code.toLowerCase(),
    (code) => code.replaceAll('-', ''),
    (code) => ` ${code.replaceAll('-', '  ')} `,
    (code) => code.replaceAll('-', '–'),
  );
  fc.assert(
    fc.property(way, (type) => {
      const code = makeRecoveryCode((count) => systemRandom.bytes(count));
      expect(normaliseRecoveryCode(type(code))).toBe(code.replaceAll('-', ''));
    }),
  );
  for (const bad of ['', '123456', 'ABCD-EFGH', 'ABCD-EFGH-JKM0', 'ABCD-EFGH-JKMNP']) {
    expect(normaliseRecoveryCode(bad)).toBeUndefined();
  }
});
