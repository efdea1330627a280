import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAppPassword, formatAppPassword, parseAppPassword } from './app-password.js';

const ALPHABET = [...'23456789abcdefghjkmnpqrstuvwxyz'];
const parts = fc.record({
  publicPart: fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 6, maxLength: 6 }),
  secretPart: fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 17, maxLength: 17 }),
});
const bare = (text: string) => [...text.replaceAll('-', '')];

describe('an app password', () => {
  it('never changes its format: existing ones must stay valid', () => {
    const shown = 'gpab-c234-5678-9abc-defg-hjkm-nwzf';
    const read = { publicPart: 'abc234', secretPart: '56789abcdefghjkmn' };
    expect(formatAppPassword(read)).toBe(shown);
    expect(parseAppPassword(shown)).toEqual(read);
  });

  it('is read whatever the case, the spaces and the dashes', () => {
    const separator = fc.constantFrom('', '', ' ', '-', '\u00a0', '\u2011', '\u2013');
    const typing = fc.array(fc.record({ before: separator, upper: fc.boolean() }), {
      minLength: 28,
      maxLength: 28,
    });
    fc.assert(
      fc.property(parts, typing, fc.boolean(), (made, strokes, asBytes) => {
        const typed = bare(formatAppPassword(made))
          .map((c, i) => `${strokes[i]?.before}${strokes[i]?.upper ? c.toUpperCase() : c}`)
          .join('');
        expect(parseAppPassword(asBytes ? Buffer.from(typed) : typed)).toEqual(made);
      }),
    );
  });

  it('is not read with up to three wrong symbols', () => {
    const wrong = fc.uniqueArray(
      fc.record({ at: fc.nat({ max: 27 }), by: fc.integer({ min: 1, max: 30 }) }),
      { minLength: 1, maxLength: 3, selector: ({ at }) => at },
    );
    fc.assert(
      fc.property(parts, wrong, (made, errors) => {
        const symbols = bare(formatAppPassword(made));
        for (const { at, by } of errors) {
          const value = ALPHABET.indexOf(symbols[at] ?? '');
          symbols[at] = ALPHABET[(value + by) % 31] ?? '';
        }
        expect(parseAppPassword(symbols.join(''))).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  it('is not read with two symbols swapped, one left out or one typed twice', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 27 }), fc.nat({ max: 27 }), (made, i, j) => {
        const symbols = bare(formatAppPassword(made));
        expect(parseAppPassword(symbols.toSpliced(i, 1).join(''))).toBeUndefined();
        expect(
          parseAppPassword(symbols.toSpliced(i, 0, symbols[i] ?? '').join('')),
        ).toBeUndefined();
        if (symbols[i] === symbols[j]) return;
        [symbols[i], symbols[j]] = [symbols[j] ?? '', symbols[i] ?? ''];
        expect(parseAppPassword(symbols.join(''))).toBeUndefined();
      }),
    );
  });

  it.each([
    '',
    'correct horse battery staple',
    'gp',
    'gp-2222-2222-2222-2222-2222-2222-22',
    'gpab-c234-5678-9abc-defg-hjkm-nwz0',
    'gpab-c234-5678-9abc-defg-hjkm-nwzf x',
    `gpab-c234-5678-9abc-defg-hjkm-nwzf${' '.repeat(1000)}`,
  ])('%j has not the shape', (typed) => {
    expect(parseAppPassword(typed)).toBeUndefined();
  });

  it('is almost never some other password, even of the same prefix, length and symbols', () => {
    const chance = fc.array(fc.constantFrom(...ALPHABET), { minLength: 26, maxLength: 26 });
    const hits = fc.sample(chance, 20_000).filter((tail) => parseAppPassword(`gp${tail.join('')}`));
    expect(hits.length).toBeLessThan(20);
  });

  it('is drawn from all of its symbols, evenly', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const { publicPart, secretPart } = drawAppPassword(randomBytes);
      for (const symbol of publicPart + secretPart) {
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
      }
    }
    // 92,000 draws: each symbol 2968 times on average, standard deviation 54.
    expect(counts.size).toBe(31);
    for (const count of counts.values()) expect(Math.abs(count - 2968)).toBeLessThan(6 * 54);
  });
});
