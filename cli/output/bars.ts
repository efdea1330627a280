/** A bar shows a count, and how many of it are marked. */
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
 * One bar each, of at most 24 characters, the largest count as long as that, the marked part first.
 * Any count above 0 gets at least one character.
 */
export function drawBars(bars: readonly Bar[]): string[] {
  const fullest = Math.max(1, ...bars.map(({ count }) => count));
  const lengthOf = (count: number) => Math.ceil((count / fullest) * WIDTH);
  return bars.map(({ count, marked }) => {
    const length = lengthOf(count);
    // One unmarked in a thousand also gets a character.
    const most = marked < count && length > 1 ? length - 1 : length;
    const dark = Math.min(most, lengthOf(marked));
    return BAR_MARKED.repeat(dark) + BAR_REST.repeat(length - dark);
  });
}
