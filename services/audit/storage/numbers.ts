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
  const runs: { first: number; end: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.end === number) last.end++;
    else runs.push({ first: number, end: number + 1 });
  }
  return `{${runs.map(({ first, end }) => `[${first},${end})`).join(',')}}`;
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
