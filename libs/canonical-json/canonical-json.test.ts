import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

/** What a function gives, or that it throws. */
const outcome = (form: () => string | undefined) => {
  try {
    return form() ?? 'no JSON';
  } catch {
    return 'no JSON';
  }
};

// Keys like "10" and "9": objects give them in the order of numbers, the form in that of text.
const key = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.nat(120).map(String),
  fc.constantFrom('__proto__', 'toJSON', 'constructor', '\u20ac', '\ufb33', '\u{1f600}', '\ud83d'),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\\ud800',
    '\ud800',
    '\udc00',
    '\ud83d\ude00',
    '\u2028',
    '"\\\b\f\n\r\t\u0000\u007f',
  ),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7, 5e-324));
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 6 }),
  ),
}));

describe('the canonical form', () => {
  it('is the one of the library, for every value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const form = outcome(() => canonicalize(value));
        expect(outcome(() => canonicalJson(value))).toBe(form);
        // The same with its keys in order.
        if (form !== 'no JSON') expect(canonicalJson(JSON.parse(form))).toBe(form);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the one of the example of RFC 8785, section 3.2.2', () => {
    const example = {
      // biome-ignore lint/correctness/noPrecisionLoss: as the RFC has it
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as section 3.2.3 does', () => {
    const names = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const form = canonicalJson(Object.fromEntries(names.toReversed().map((name) => [name, 0])));
    const found = [...form.matchAll(/"((?:[^"\\]|\\.)*)":/g)].map(([, name]) => name);
    expect(found).toEqual(['\\r', ...names.slice(1)]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no number', { a: Number.NaN }],
    ['an infinite number', [Number.POSITIVE_INFINITY]],
    ['half a character', { a: '\ud800' }],
    ['half a character in a key', { '\udc00': 1 }],
    ['a big integer', { a: 1n }],
  ])('there is none of %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  it('there is none of a value that holds itself', () => {
    const endless: Record<string, unknown> = {};
    endless.again = endless;
    expect(() => canonicalJson(endless)).toThrow();
  });

  it('is that of what a value says it is', () => {
    expect(canonicalJson({ b: new Date(0), a: 1 })).toBe('{"a":1,"b":"1970-01-01T00:00:00.000Z"}');
    expect(canonicalJson({ toJSON: () => ({ b: 1, a: 2 }) })).toBe('{"a":2,"b":1}');
  });
});
