import { expect, test } from 'vitest';
import { createTimesVerifier, isWithin, TIME_TOLERANCE_MS } from './recording-times.js';

const HOUR = 3_600_000;
const at = (index: number, recordedAt: number) => ({ index, recordedAt });

test('a time of recording lies between the signed times of the checkpoints around its leaf', () => {
  const times = createTimesVerifier([
    { size: 20, time: 2 * HOUR },
    { size: 10, time: HOUR },
    { size: 15, time: undefined },
  ]);
  times.add([at(0, 0), at(9, HOUR), at(10, HOUR), at(19, 2 * HOUR), at(20, 2 * HOUR)]);
  expect(times.report()).toEqual({ outside: [], bounded: 2, widest: HOUR });
});

test('one before the checkpoint that lacks the leaf, or after the one that has it, is found', () => {
  const checkpoints = [10, 20].map((size) => ({ size, time: (size / 10) * HOUR }));
  const times = createTimesVerifier(checkpoints);
  const late = HOUR + TIME_TOLERANCE_MS + 1;
  const early = HOUR - TIME_TOLERANCE_MS - 1;
  times.add([at(7, late), at(8, late), at(9, late - 1), at(10, early), at(11, early + 1)]);
  times.add([at(19, 2 * HOUR + TIME_TOLERANCE_MS + 1), at(20, 2 * HOUR), at(21, HOUR)]);
  expect(times.report().outside).toEqual([
    { begin: 7, end: 9 },
    { begin: 10, end: 11 },
    { begin: 19, end: 20 },
    { begin: 21, end: 22 },
  ]);
});

test('checkpoints without a time bound nothing', () => {
  const times = createTimesVerifier([{ size: 10 }]);
  times.add([at(0, 0), at(9, 9 * HOUR)]);
  expect(times.report()).toEqual({ outside: [], bounded: 0, widest: 0 });
  expect(isWithin(0, { notBefore: undefined, notAfter: undefined })).toBe(true);
});
