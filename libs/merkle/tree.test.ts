import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaves,
  completeNodes,
  consistencyRanges,
  EMPTY_FRONTIER,
  emptyRoot,
  foldRight,
  type Hash,
  hashEvent,
  hashLeaf,
  inclusionRanges,
  type LeafRange,
  packHashes,
  peakCount,
  rootOf,
  unpackHashes,
  verifyConsistency,
  verifyInclusion,
} from './index.js';

// The vectors of Certificate Transparency's own implementations, for leaves 1 to 8.
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'].concat(
  '606162636465666768696a6b6c6d6e6f',
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INCLUSION: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const CONSISTENCY: [first: number, second: number, path: string[]][] = [
  [1, 1, []],
  [1, 8, INCLUSION[1]?.[2] ?? []],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

/** A second implementation: RFC 6962 section 2.1 word for word, sharing nothing with ours. */
const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
function mth(d: Buffer[]): Buffer {
  if (d.length === 0) return sha();
  if (d.length === 1) return sha(Buffer.from([0]), d[0] as Buffer);
  const k = split(d.length);
  return sha(Buffer.from([1]), mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m: number, d: Buffer[]): Buffer[] {
  if (d.length === 1) return [];
  const k = split(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
function subproof(m: number, d: Buffer[], b: boolean): Buffer[] {
  if (m === d.length) return b ? [] : [mth(d)];
  const k = split(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), b), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

const hex = (hashes: readonly Uint8Array[]) => hashes.map((h) => Buffer.from(h).toString('hex'));
const unhex = (texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'hex'));
const data = unhex(INPUTS);
const rootAt = (size: number) => Buffer.from(ROOTS[size - 1] as string, 'hex');

/** Our proofs, from nothing but the nodes that appending reported. */
function ourTree(leaves: Buffer[]) {
  const hashes = leaves.map((leaf) => hashLeaf(leaf));
  const nodes = new Map<string, Hash>(hashes.map((hash, i) => [`0/${i}`, hash]));
  const frontier = appendLeaves(EMPTY_FRONTIER, hashes, ({ level, index }, hash) => {
    expect(nodes.has(`${level}/${index}`)).toBe(false);
    nodes.set(`${level}/${index}`, hash);
  });
  const resolve = (ranges: LeafRange[]) =>
    ranges.map((range) =>
      foldRight(completeNodes(range).map((n) => nodes.get(`${n.level}/${n.index}`) as Hash)),
    );
  return { hashes, frontier, root: rootOf(frontier), resolve };
}

describe('vectors of Certificate Transparency', () => {
  test('roots', () => {
    expect(emptyRoot()).toEqual(createHash('sha256').digest());
    expect(data.map((_, i) => ourTree(data.slice(0, i + 1)).root.toString('hex'))).toEqual(ROOTS);
  });

  test.each(INCLUSION)('inclusion of %i in %i', (index, size, expected) => {
    const { hashes, resolve } = ourTree(data.slice(0, size));
    expect(hex(resolve(inclusionRanges(index, size)))).toEqual(expected);
    const leafHash = hashes[index] as Hash;
    const proof = { index, size, leafHash, path: unhex(expected), root: rootAt(size) };
    expect(verifyInclusion(proof)).toBe(true);
  });

  test.each(CONSISTENCY)('consistency of %i with %i', (first, second, expected) => {
    const { resolve } = ourTree(data.slice(0, second));
    expect(hex(resolve(consistencyRanges(first, second)))).toEqual(expected);
    const [firstRoot, secondRoot] = [rootAt(first), rootAt(second)];
    const proof = { first, second, firstRoot, secondRoot, path: unhex(expected) };
    expect(verifyConsistency(proof)).toBe(true);
  });
});

const leavesOf = (most: number) =>
  fc.array(fc.uint8Array({ maxLength: 20 }).map(Buffer.from), { minLength: 1, maxLength: most });
const anyTree = leavesOf(70).chain((leaves) =>
  fc.record({ leaves: fc.constant(leaves), index: fc.nat({ max: leaves.length - 1 }) }),
);

describe('against the plainest definition', () => {
  test('roots and both proofs', () => {
    fc.assert(
      fc.property(anyTree, ({ leaves, index }) => {
        const { root, resolve } = ourTree(leaves);
        const size = leaves.length;
        expect(root).toEqual(mth(leaves));
        expect(hex(resolve(inclusionRanges(index, size)))).toEqual(hex(path(index, leaves)));
        const old = index + 1;
        expect(hex(resolve(consistencyRanges(old, size)))).toEqual(
          hex(subproof(old, leaves, true)),
        );
      }),
    );
  });

  test('appending in any parts, packed in between, gives one tree', () => {
    fc.assert(
      fc.property(leavesOf(70), fc.nat(70), (leaves, cut) => {
        const hashes = leaves.map((leaf) => hashLeaf(leaf));
        const half = appendLeaves(EMPTY_FRONTIER, hashes.slice(0, cut));
        expect(half.peaks.length).toBe(peakCount(half.size));
        const peaks = unpackHashes(packHashes(half.peaks));
        const whole = appendLeaves({ size: half.size, peaks }, hashes.slice(cut));
        expect(rootOf(whole)).toEqual(mth(leaves));
      }),
    );
  });
});

/** Every way to spoil a list of hashes: another bit, one less, one more, two swapped. */
const spoil = (hashes: Buffer[]) =>
  fc.oneof(
    fc.record({ at: fc.nat(), bit: fc.nat(255) }).map(({ at, bit }) =>
      hashes.map((hash, i) => {
        const copy = Buffer.from(hash);
        if (i === at % hashes.length)
          copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
        return copy;
      }),
    ),
    fc.nat().map((at) => hashes.filter((_, i) => i !== at % Math.max(hashes.length, 1))),
    fc.nat().map((at) => hashes.toSpliced(at % (hashes.length + 1), 0, hashLeaf(Buffer.of(at)))),
    fc.nat().map((at) => hashes.toSpliced(at % (hashes.length + 1), 0, Buffer.alloc(31))),
    fc.constant(hashes.toReversed()),
  );

describe('what is not a proof', () => {
  test('a spoilt audit path, another leaf, index, size or root', () => {
    const spoilt = anyTree.chain(({ leaves, index }) =>
      fc.record({
        leaves: fc.constant(leaves),
        index: fc.constant(index),
        path: spoil(path(index, leaves)),
        other: fc.nat(90),
      }),
    );
    fc.assert(
      fc.property(spoilt, (sample) => {
        const { leaves, index, other } = sample;
        const good = path(index, leaves);
        const leafHash = hashLeaf(leaves[index] as Buffer);
        const proof = { index, size: leaves.length, leafHash, path: good, root: mth(leaves) };
        expect(verifyInclusion(proof)).toBe(true);
        if (hex(sample.path).join() !== hex(good).join()) {
          expect(verifyInclusion({ ...proof, path: sample.path })).toBe(false);
        }
        const twin = leaves[other]?.equals(leaves[index] as Buffer) ?? false;
        if (other !== index && !twin) {
          expect(verifyInclusion({ ...proof, index: other })).toBe(false);
          const another = hashLeaf(Buffer.concat([leaves[index] as Buffer, Buffer.of(other)]));
          expect(verifyInclusion({ ...proof, leafHash: another })).toBe(false);
        }
        expect(verifyInclusion({ ...proof, root: leafHash })).toBe(leaves.length === 1);
        expect(verifyInclusion({ ...proof, size: index })).toBe(false);
      }),
    );
  });

  test('a spoilt consistency proof, swapped roots or sizes', () => {
    const spoilt = anyTree.chain(({ leaves, index }) =>
      fc.record({
        leaves: fc.constant(leaves),
        first: fc.constant(index + 1),
        path: spoil(subproof(index + 1, leaves, true)),
      }),
    );
    fc.assert(
      fc.property(spoilt, (sample) => {
        const { leaves, first } = sample;
        const second = leaves.length;
        const good = subproof(first, leaves, true);
        const [firstRoot, secondRoot] = [mth(leaves.slice(0, first)), mth(leaves)];
        const proof = { first, second, firstRoot, secondRoot, path: good };
        expect(verifyConsistency(proof)).toBe(true);
        if (hex(sample.path).join() !== hex(good).join()) {
          expect(verifyConsistency({ ...proof, path: sample.path })).toBe(false);
        }
        if (first === second) return;
        const swapped = { ...proof, firstRoot: secondRoot, secondRoot: firstRoot };
        expect(verifyConsistency(swapped)).toBe(false);
        expect(verifyConsistency({ ...proof, first: second, second: first })).toBe(false);
        expect(verifyConsistency({ ...proof, path: [] })).toBe(false);
        expect(verifyConsistency({ ...proof, firstRoot: emptyRoot() })).toBe(false);
      }),
    );
  });

  test('a good path under sizes that it was not made for', () => {
    const inner = { index: 0, size: 8, leafHash: mth(data.slice(0, 2)), root: rootAt(8) };
    const above = path(0, data).slice(1);
    expect(verifyInclusion({ ...inner, path: above })).toBe(false);
    const [left, right] = data.slice(0, 2).map((leaf) => hashLeaf(leaf)) as [Buffer, Buffer];
    const alone = { index: 0, size: 1, leafHash: right, path: [left], root: rootAt(2) };
    expect(verifyInclusion(alone)).toBe(false);
    const shorter = { first: 2, second: 8, firstRoot: rootAt(2), secondRoot: rootAt(4) };
    const toFour = subproof(2, data.slice(0, 4), true);
    expect(verifyConsistency({ ...shorter, path: toFour })).toBe(false);
    const longer = { first: 3, second: 4, firstRoot: rootAt(7), secondRoot: rootAt(8) };
    expect(verifyConsistency({ ...longer, path: subproof(7, data, true) })).toBe(false);
  });

  test('an inner node is no leaf, and salt and event do not flow into each other', () => {
    const [left, right] = [hashLeaf(Buffer.of(1)), hashLeaf(Buffer.of(2))];
    const inner = rootOf(appendLeaves(EMPTY_FRONTIER, [left, right]));
    expect(hashLeaf(Buffer.concat([left, right]))).not.toEqual(inner);
    expect(() => hashEvent(Buffer.alloc(17), Buffer.of(1))).toThrow(RangeError);
    const long = Buffer.alloc(100_000, 7);
    expect(hashLeaf(long)).toEqual(mth([long]));
  });
});
