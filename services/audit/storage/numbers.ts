/** Numbers from `first` to `last`, inclusive. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Reads an int8multirange as Postgres writes it: `{[1,501),[600,701)}`. */
export function parseRuns(text: string): Run[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, first, end]) => {
    return { first: Number(first), last: Number(end) - 1 };
  });
}

/** Writes ascending numbers as an int8multirange. */
export function formatRuns(numbers: readonly number[]): string {
  return formatMultirange(withNumbers([], numbers));
}

/** Writes runs as an int8multirange. */
export function formatMultirange(runs: readonly Run[]): string {
  return `{${runs.map(({ first, last }) => `[${first},${last + 1})`).join(',')}}`;
}

/** Runs in ascending order, with further numbers in any order. */
export function withNumbers(runs: readonly Run[], numbers: readonly number[]): Run[] {
  const merged: { first: number; last: number }[] = [];
  const all = [...runs, ...numbers.map((number) => ({ first: number, last: number }))];
  for (const { first, last } of all.sort((x, y) => x.first - y.first)) {
    const before = merged.at(-1);
    if (before === undefined || first > before.last + 1) merged.push({ first, last });
    else before.last = Math.max(before.last, last);
  }
  return merged;
}

/** Whether a number is in one of the runs, which are in ascending order. */
export function isIn(runs: readonly Run[], number: number): boolean {
  let [low, high] = [0, runs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle] as Run;
    if (number < run.first) high = middle - 1;
    else if (number > run.last) low = middle + 1;
    else return true;
  }
  return false;
}

/** The numbers missing from 1 up to the highest. */
export function gapsIn(runs: readonly Run[]): Run[] {
  const gaps: Run[] = [];
  let next = 1;
  for (const { first, last } of runs) {
    if (first > next) gaps.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  return gaps;
}
