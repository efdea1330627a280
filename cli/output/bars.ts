/** A bar shows a count and its marked part. */
export interface Bar {
  readonly count: number;
  readonly marked: number;
}

export const BAR_MARKED = '█';
export const BAR_REST = '░';
const WIDTH = 24;

/** The progress of long work: a bar, and the share in per cent. */
export function drawProgress(done: number, of: number): string {
  const share = of > 0 ? Math.min(1, done / of) : 1;
  const length = Math.floor(share * WIDTH);
  const bar = BAR_MARKED.repeat(length) + BAR_REST.repeat(WIDTH - length);
  return `${bar} ${Math.floor(share * 100)} %`;
}

/**
 * One bar for each count, with the marked part first. The largest count gets 24 characters; any count above 0 gets at
 * least one.
 */
export function drawBars(bars: readonly Bar[]): string[] {
  const fullest = Math.max(1, ...bars.map(({ count }) => count));
  const lengthOf = (count: number) => Math.ceil((count / fullest) * WIDTH);
  return bars.map(({ count, marked }) => {
    const length = lengthOf(count);
    // The unmarked part gets a character, however small it is.
    const most = marked < count && length > 1 ? length - 1 : length;
    const dark = Math.min(most, lengthOf(marked));
    return BAR_MARKED.repeat(dark) + BAR_REST.repeat(length - dark);
  });
}
