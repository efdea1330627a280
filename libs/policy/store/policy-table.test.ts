import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddress } from '../../names/address.js';
import { unionOf } from '../compile/ranges.js';
import { contains } from '../decide/contains.js';
import { packedLength, packRanges } from '../decide/packed-ranges.js';
import { mustCompile } from '../testing/compile-text.js';
import { PolicyTable } from './policy-table.js';

/** Short and long names, few and many ranges: in the place, beside it, and kept once for several. */
const RANGES = [1, 3, 30, 200];

function documentOf(name: string, version: number, ranges: number) {
  const cidrs = Array.from({ length: ranges }, (_, n) => `10.${n}.0.0/24`);
  const text = `domain: ${name}
networks: { office: [${cidrs.join(', ')}], home: ["2001:db8:${version}::/48", 192.0.2.${version}/32] }
groups: { staff: [luca@${name}] }
rules:
  - { name: office ${version % 3}, from: [office], outside: [home], groups: [staff], require: password }
`;
  const policy = mustCompile(text).get(name)?.compiled;
  if (policy === undefined) throw new Error('not compiled');
  return policy;
}

const NAMES = Array.from({ length: 40 }, (_, n) => `d${n}${'x'.repeat(3 * (n % 13))}.tld`);
const documents = NAMES.flatMap((name, index) =>
  [1, 2, 3].map((version) => ({
    name,
    version,
    compiled: documentOf(name, version, RANGES[(index + version) % 4] as number),
  })),
);

it('finds what was set last under a name and nothing else, and leaves what was found as it was', () => {
  const step = fc.record({
    which: fc.nat(documents.length - 1),
    remove: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 150, maxLength: 300 }), (steps) => {
      const table = new PolicyTable();
      const model = new Map<string, number>();
      const before: { found: ReturnType<PolicyTable['find']>; name: string; version: number }[] =
        [];
      for (const { which, remove } of steps) {
        const { name, version, compiled } = documents[which] as (typeof documents)[number];
        if (remove) {
          table.delete(name);
          model.delete(name);
        } else {
          table.set(table.pack(compiled, version));
          model.set(name, version);
          before.push({ found: table.find(name), name, version });
        }
        expect(table.find(name)?.tag).toBe(model.get(name));
      }
      expect(table.size).toBe(model.size);
      for (const name of NAMES) expect(table.find(name)?.tag).toBe(model.get(name));
      expect(table.find('d0.tl')).toBeUndefined();
      expect(table.find('d\u0130.tld')).toBeUndefined();
      for (const { found, name, version } of before) expectWhole(found, name, version);
    }),
    { numRuns: 20 },
  );
});

/** Rule, networks and members are those of that version. */
function expectWhole(found: ReturnType<PolicyTable['find']>, name: string, version: number): void {
  const policy = found?.policy;
  if (policy === undefined) throw new Error('not found');
  expect(found?.tag).toBe(version);
  expect(policy.described.domain).toBe(name);
  expect(policy.described.who[0]?.members).toEqual(new Set([`luca@${name}`]));
  const [rule] = policy.shape.rules;
  expect(rule?.name).toBe(`office ${version % 3}`);
  const inSet = (set: number | null | undefined, text: string) =>
    contains(policy.words, policy.words[policy.sets + (set as number)] as number, words(text));
  expect(inSet(rule?.from, '10.0.0.7')).toBe(true);
  expect(inSet(rule?.from, '10.0.1.7')).toBe(false);
  for (const one of [1, 2, 3]) {
    expect(inSet(rule?.outside, `2001:db8:${one}::7`)).toBe(one === version);
    expect(inSet(rule?.outside, `192.0.2.${one}`)).toBe(one === version);
  }
}

it('says of each address whether it lies in a set, however many ranges it has', () => {
  const block = fc.tuple(fc.nat(0xffff), fc.integer({ min: 17, max: 32 }));
  fc.assert(
    fc.property(
      fc.array(block, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0, 1, 8),
      (blocks, spread) => {
        const cidrs = blocks.map(([at, length]) => {
          const word = (Math.imul(at, 2 ** (16 - spread)) & (-1 << (32 - length))) >>> 0;
          return `${text(word)}/${length}`;
        });
        const ranges = unionOf(cidrs);
        const packed = packRanges(ranges);
        expect(packedLength(packed, 0)).toBe(packed.length);
        const inside = (word: number) =>
          ranges.v4.some((low, n) => n % 2 === 0 && low <= word && word <= (ranges.v4[n + 1] ?? 0));
        const edges = ranges.v4.flatMap((word) => [word - 1, word, word + 1]);
        for (const word of [0, 0xffffffff, ...edges].filter((one) => one >= 0 && one < 2 ** 32)) {
          expect(contains(packed, 0, words(text(word))), text(word)).toBe(inside(word));
        }
      },
    ),
    { numRuns: 60 },
  );
});

function text(word: number): string {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join('.');
}

function words(address: string) {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw new Error(address);
  return parsed.value;
}

it('keeps what documents have in common once, and what is their own apart', () => {
  const table = new PolicyTable();
  const text = (name: string, member: string) => `domain: ${name}
networks: { office: [192.0.2.0/24] }
groups: { staff: [${member}@${name}] }
rules: [{ name: office, from: [office], groups: [staff], require: password }]
trust: { ip: { default: 1h, max: 2h, per-account: 5 } }
`;
  const described = (name: string) => table.find(name)?.policy.described;
  for (const name of ['a.tld', 'b.tld', 'c.tld']) {
    const compiled = mustCompile(text(name, 'luca')).get(name)?.compiled;
    if (compiled !== undefined) table.set(table.pack(compiled));
  }
  for (const part of ['trust', 'networks', 'operators', 'administrators'] as const) {
    expect(described('a.tld')?.[part]).toBe(described('c.tld')?.[part]);
  }
  expect(described('a.tld')).toMatchObject({ domain: 'a.tld', operators: [] });
  for (const name of ['a.tld', 'b.tld', 'c.tld']) {
    expect([...(described(name)?.who[0]?.members ?? [])]).toEqual([`luca@${name}`]);
  }
});
