import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaves,
  createRecordVerifier,
  EMPTY_FRONTIER,
  ERASURE_TYPE,
  type Finding,
  formatRanges,
  hashEvent,
  parseRanges,
  type RecordedLeaf,
  rangesOf,
  rootOf,
  subtractRanges,
} from './index.js';

const salt = (n: number) => Buffer.alloc(16, n + 1);
const leaf = (index: number, text = `event ${index}`): RecordedLeaf => {
  const event = Buffer.from(text);
  return { index, event, salt: salt(index), leafHash: hashEvent(salt(index), event) };
};
const record = (size: number) => Array.from({ length: size }, (_, i) => leaf(i));
const checkpointsOf = (leaves: readonly RecordedLeaf[], sizes: readonly number[]) =>
  sizes.map((size) => {
    const hashes = leaves.slice(0, size).map((l) => l.leafHash);
    return { size, root: rootOf(appendLeaves(EMPTY_FRONTIER, hashes)) };
  });

const good = record(40);
const checkpoints = checkpointsOf(good, [0, 10, 20, 30, 38]);

function findings(leaves: readonly RecordedLeaf[], batch = 7): readonly Finding[] {
  const verifier = createRecordVerifier(checkpoints);
  for (let at = 0; at < leaves.length; at += batch) verifier.add(leaves.slice(at, at + batch));
  return verifier.report().findings;
}
const replace = (...changes: RecordedLeaf[]) => {
  const copy = [...good];
  for (const change of changes) copy[change.index] = change;
  return copy;
};
const at = (index: number) => good[index] as RecordedLeaf;

describe('a record', () => {
  test('as it was: nothing is found, in batches of any size', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 41 }), (n) => findings(good, n).length === 0));
    const verifier = createRecordVerifier(checkpoints);
    verifier.add(good);
    const [whole] = checkpointsOf(good, [40]);
    const expected = { leaves: 40, erased: 0, verifiedSize: 38, root: whole?.root };
    expect(verifier.report()).toMatchObject(expected);
  });

  test('from a kept checkpoint on: only what follows is read, and nothing passes that is not its continuation', () => {
    const at20 = appendLeaves(
      EMPTY_FRONTIER,
      good.slice(0, 20).map((l) => l.leafHash),
    );
    const from20 = (start: typeof at20, rest: readonly RecordedLeaf[]) => {
      const verifier = createRecordVerifier(checkpoints, start);
      verifier.add(rest);
      return verifier.report();
    };
    expect(from20(at20, good.slice(20))).toMatchObject({
      ...{ findings: [], leaves: 20, verifiedSize: 38 },
    });
    const other = { size: 20, peaks: at20.peaks.toReversed() };
    const short = { size: 20, peaks: at20.peaks.slice(1) };
    for (const start of [other, short]) {
      const { findings: found } = from20(start, good.slice(20));
      expect(found).toContainEqual({ kind: 'tree-changed', range: { begin: 0, end: 20 } });
    }
    const range = { begin: 20, end: 30 };
    const changed = from20(at20, replace(leaf(23, 'other')).slice(20));
    expect(changed.findings).toEqual([{ kind: 'tree-changed', range }]);
    expect(from20(at20, good.slice(21)).findings).toContainEqual({
      ...{ kind: 'leaves-missing', range: { begin: 20, end: 21 } },
    });
  });

  test('an event changed under its leaf is named', () => {
    const changed = replace({ ...at(13), event: Buffer.from('event 31') });
    expect(findings(changed)).toEqual([{ kind: 'event-changed', index: 13, proven: true }]);
    const unsalted = replace({ ...at(39), salt: Buffer.alloc(0) });
    expect(findings(unsalted)).toEqual([{ kind: 'event-changed', index: 39, proven: false }]);
    const swapped = replace({ ...at(3), event: at(4).event }, { ...at(4), event: at(3).event });
    expect(findings(swapped).map((f) => 'index' in f && f.index)).toEqual([3, 4]);
  });

  test('a leaf changed with its event is found between two checkpoints', () => {
    const range = { begin: 10, end: 20 };
    expect(findings(replace(leaf(13, 'other')))).toEqual([{ kind: 'tree-changed', range }]);
    const swapped = replace({ ...at(12), index: 11 }, { ...at(11), index: 12 });
    expect(findings(swapped)).toEqual([{ kind: 'tree-changed', range }]);
    const shifted = [...good.slice(0, 15), ...good.slice(16)].map((l, index) => ({ ...l, index }));
    expect(findings(shifted)).toEqual([{ kind: 'tree-changed', range }]);
    const inserted = [...good.slice(0, 15), leaf(15, 'x'), ...good.slice(15)];
    const renumbered = inserted.map((l, index) => ({ ...l, index }));
    expect(findings(renumbered)).toEqual([{ kind: 'tree-changed', range }]);
  });

  test('a leaf that is gone, there twice, or cut off is named', () => {
    const range = { begin: 15, end: 16 };
    const gone = good.filter((l) => l.index !== 15);
    expect(findings(gone)).toEqual([{ kind: 'leaves-missing', range }]);
    const twice = [...good.slice(0, 16), ...good.slice(15)];
    expect(findings(twice)).toEqual([{ kind: 'leaf-repeated', index: 15 }]);
    const cut = { begin: 36, end: 38 };
    expect(findings(good.slice(0, 36))).toEqual([{ kind: 'truncated', range: cut }]);
    expect(findings([])).toMatchObject([{ kind: 'truncated', range: { begin: 0, end: 38 } }]);
  });

  test('two trees of one size are a split view', () => {
    const other = checkpointsOf(record(21).toSpliced(0, 1, leaf(0, 'x')), [20]);
    const verifier = createRecordVerifier([...checkpoints, ...other]);
    verifier.add(good);
    expect(verifier.report().findings).toEqual([{ kind: 'split-view', size: 20 }]);
  });

  test('an erasure needs an event of the audit service that lists it', () => {
    const blank = (index: number) => {
      return { ...at(index), event: Buffer.alloc(0), salt: Buffer.alloc(0) };
    };
    const erased = replace(blank(4), blank(5), blank(9));
    const verifier = createRecordVerifier(checkpoints);
    verifier.add(erased);
    const declare = (source: string, indexes: string) =>
      JSON.stringify({ data: { indexes }, id: '1', source, type: ERASURE_TYPE });
    verifier.add([leaf(40, declare('/gatepost/policy', '0-39'))]);
    expect(verifier.report().findings).toEqual([
      { kind: 'erased-unaccounted', range: { begin: 4, end: 6 } },
      { kind: 'erased-unaccounted', range: { begin: 9, end: 10 } },
    ]);
    verifier.add([leaf(41, declare('/gatepost/audit', '5,9,12'))]);
    expect(verifier.report().findings).toEqual([
      { kind: 'erased-unaccounted', range: { begin: 4, end: 5 } },
    ]);
    verifier.add([leaf(42, declare('/gatepost/audit', '1-4'))]);
    expect(verifier.report()).toMatchObject({ findings: [], erased: 3 });
  });
});

describe('ranges of indexes', () => {
  const indexes = fc.uniqueArray(fc.nat(60)).map((all) => all.sort((x, y) => x - y));
  const flat = (ranges: readonly { begin: number; end: number }[]) =>
    ranges.flatMap(({ begin, end }) => Array.from({ length: end - begin }, (_, i) => begin + i));

  test('go through their text', () => {
    fc.assert(
      fc.property(indexes, (all) => {
        expect(flat(parseRanges(formatRanges(rangesOf(all))) ?? [])).toEqual(all);
      }),
    );
    expect(['1-', '-1', '2-1', 'x', '1,,2', ' 1'].map(parseRanges)).toEqual(
      Array(6).fill(undefined),
    );
  });

  test('are subtracted as sets are', () => {
    const any = fc.array(
      fc.tuple(fc.nat(60), fc.nat(9)).map(([b, n]) => ({ begin: b, end: b + n })),
    );
    fc.assert(
      fc.property(indexes, any, (all, covers) => {
        const covered = new Set(flat(covers));
        const left = all.filter((index) => !covered.has(index));
        expect(flat(subtractRanges(rangesOf(all), covers))).toEqual(left);
      }),
    );
  });
});
