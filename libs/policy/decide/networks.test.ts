import { expect, it } from 'vitest';
import { mustCompile, type TestPolicy } from '../testing/compile-text.js';
import { networksOf } from './networks.js';
import type { Policy } from './policy.js';

/** A document of so many networks, each of so many ranges that no other touches. */
function policyOf(networks: number, ranges: number): Policy {
  const names = Array.from({ length: networks }, (_, n) => `n${n}`);
  const rangesOf = (n: number) =>
    Array.from(
      { length: ranges },
      (_, at) => `10.${n}.${2 * (at % 100)}.${2 * Math.floor(at / 100)}/32`,
    );
  const text = `domain: a.tld
networks: { ${names.map((name, n) => `${name}: [${rangesOf(n).join(', ')}]`).join(', ')} }
rules: [${names.map((name) => `{ name: ${name}, from: [${name}], require: password }`).join(', ')}]
`;
  return mustCompile(text).get('a.tld') as TestPolicy as unknown as Policy;
}

it('searches few networks one by one, and precomputes nothing for too many sets or edges', () => {
  expect(networksOf(policyOf(3, 2)).map(({ names }) => names)).toEqual([['n0'], ['n1'], ['n2']]);
  expect(networksOf(policyOf(64, 1)).length).toBe(64);
  expect(networksOf(policyOf(65, 1))).toEqual([]);
  expect(networksOf(policyOf(1, 513))).toEqual([]);
});
