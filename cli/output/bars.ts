/** What a bar stands for: so many in all, and how many of them are marked. */
export interface Bar {
  readonly count: number;
  readonly marked: number;
}

export const BAR_MARKED = '█';
export const BAR_REST = '░';
const WIDTH = 24;

/** How far a long work has come: a bar, and the share in per cent. */
export function drawProgress(done: number, of: number): string {
  const share = of > 0 ? Math.min(1, done / of) : 1;
  const length = Math.floor(share * WIDTH);
  const bar = BAR_MARKED.repeat(length) + BAR_REST.repeat(WIDTH - length);
  return `${bar} ${Math.floor(share * 100)} %`;
}

/**
 * A bar each of at most 24 characters, the fullest as long as that, the marked part first. What is
 * there shows, however little: whatever counts at all has a character.
 */
export function drawBars(bars: readonly Bar[]): string[] {
  const fullest = Math.max(1, ...bars.map(({ count }) => count));
  const lengthOf = (count: number) => Math.ceil((count / fullest) * WIDTH);
  return bars.map(({ count, marked }) => {
    const length = lengthOf(count);
    // One of a thousand that is not marked shows as well.
    const most = marked < count && length > 1 ? length - 1 : length;
    const dark = Math.min(most, lengthOf(marked));
    return BAR_MARKED.repeat(dark) + BAR_REST.repeat(length - dark);
  });
}
