import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS, type CodeParameters, DIGITS, PERIODS } from './authenticator.js';
import { codeAt, matchingSteps, stepAt } from './totp.js';

const digits = '1234567890';
const seed = (octets: number) => Buffer.from(digits.repeat(7).slice(0, octets));

describe('RFC 6238 appendix B', () => {
  const times = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000];
  it.each([
    ['sha1', 20, '94287082 07081804 14050471 89005924 69279037 65353130'],
    ['sha256', 32, '46119246 68084774 67062674 91819424 90698825 77737706'],
    ['sha512', 64, '90693936 25091201 99943326 93441116 38618901 47863826'],
  ] as const)('%s', (algorithm, octets, codes) => {
    const parameters: CodeParameters = { algorithm, digits: 8, period: 30 };
    const made = times.map((time) => codeAt(seed(octets), stepAt(time * 1000, 30), parameters));
    expect(made.join(' ')).toBe(codes);
    times.forEach((time, index) => {
      const code = codes.split(' ')[index] as string;
      const found = matchingSteps({ secret: seed(octets), parameters, code, now: time * 1000 });
      expect(found).toEqual([Math.floor(time / 30)]);
    });
  });
});

describe('RFC 4226 appendix D', () => {
  const truncated = [
    1284755224, 1094287082, 137359152, 1726969429, 1640338314, 868254676, 1918287922, 82162583,
    673399871, 645520489,
  ];
  it.each(DIGITS)('%i digits', (count) => {
    truncated.forEach((value, step) => {
      const parameters: CodeParameters = { algorithm: 'sha1', digits: count, period: 30 };
      const expected = String(value).padStart(10, '0').slice(-count);
      expect(codeAt(seed(20), step, parameters)).toBe(expected);
    });
  });
});

/** RFC 4226 section 5.3, written down a second time. */
function reference(secret: Uint8Array, step: number, { algorithm, digits }: CodeParameters) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac(algorithm, secret).update(counter).digest();
  const offset = (hash.at(-1) as number) & 15;
  const value = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}

it('accepts the codes of the current step and its two neighbours only', () => {
  const parameters = fc.record({
    algorithm: fc.constantFrom(...ALGORITHMS),
    digits: fc.constantFrom(...DIGITS),
    period: fc.constantFrom(...PERIODS),
  });
  const secret = fc.uint8Array({ minLength: 10, maxLength: 128 });
  const now = fc.integer({ min: 200_000, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(parameters, secret, now, fc.integer({ min: -3, max: 3 }), (p, key, time, off) => {
      const current = Math.floor(time / 1000 / p.period);
      const code = reference(key, current + off, p);
      const steps = [-1, 0, 1].map((drift) => current + drift);
      const right = steps.filter((step) => step >= 0 && reference(key, step, p) === code);
      const found = matchingSteps({ secret: key, parameters: p, code, now: time });
      expect([...found].sort()).toEqual(right.sort());
      if (Math.abs(off) <= 1) expect(found).toContain(current + off);
    }),
  );
});

it('refuses a code of another length without failing', () => {
  const parameters: CodeParameters = { algorithm: 'sha1', digits: 6, period: 30 };
  for (const code of ['', '94287082', '28708', '２８７０８２', 'abcdef', '-87082']) {
    expect(matchingSteps({ secret: seed(20), parameters, code, now: 59_000 })).toEqual([]);
  }
});
