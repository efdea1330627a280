import { extendRanges } from './index-ranges.js';
import type { LeafRange } from './ranges.js';

/**
 * How far a time of recording may lie outside of the signed times around it: replicas' clocks differ, and an event has
 * its time before its turn to be appended comes.
 */
export const TIME_TOLERANCE_MS = 60_000;

/** When a leaf was appended, as checkpoints say, in ms since the epoch. Undefined: no checkpoint says. */
export interface TimeWindow {
  readonly notBefore: number | undefined;
  readonly notAfter: number | undefined;
}

/** Whether a time of recording agrees with the checkpoints around its leaf. */
export function isWithin(time: number, { notBefore, notAfter }: TimeWindow): boolean {
  if (notBefore !== undefined && time < notBefore - TIME_TOLERANCE_MS) return false;
  return notAfter === undefined || time <= notAfter + TIME_TOLERANCE_MS;
}

export interface TimesReport {
  /** Leaves whose time of recording is not within the signed times around them. */
  readonly outside: readonly LeafRange[];
  /** How many leaves have a signed time before them and one after them. */
  readonly bounded: number;
  /** The longest time between two checkpoints that bound a leaf, in ms. */
  readonly widest: number;
}

/**
 * Compares times of recording, which no leaf hash covers, with the times that checkpoints were signed at. A log that had
 * n leaves when it signed recorded leaf n later, and leaf n - 1 before.
 */
export function createTimesVerifier(
  checkpoints: readonly { readonly size: number; readonly time?: number | undefined }[],
) {
  const timed = checkpoints
    .flatMap(({ size, time }) => (time === undefined ? [] : [{ size, time }]))
    .sort((x, y) => x.size - y.size);
  const outside: LeafRange[] = [];
  let [bounded, widest, next] = [0, 0, 0];
  return {
    /** Adds leaves, by index. */
    add(leaves: readonly { readonly index: number; readonly recordedAt: number }[]): void {
      for (const { index, recordedAt } of leaves) {
        while ((timed[next]?.size ?? Number.POSITIVE_INFINITY) <= index) next++;
        const [notBefore, notAfter] = [timed[next - 1]?.time, timed[next]?.time];
        if (!isWithin(recordedAt, { notBefore, notAfter })) extendRanges(outside, index);
        if (notBefore === undefined || notAfter === undefined) continue;
        bounded++;
        widest = Math.max(widest, notAfter - notBefore);
      }
    },
    report: (): TimesReport => ({ outside: [...outside], bounded, widest }),
  };
}
