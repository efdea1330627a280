export interface DiffLine {
  /** In both, only before, only after. */
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** How `after` differs from `before`, by their longest common subsequence of lines. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const common = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ sign: '-', text: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ sign: '+', text: b[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** For each pair of positions, the length of the longest common subsequence of the two rests. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = rows[i] as Uint32Array;
      row[j] =
        a[i] === b[j]
          ? at(rows, i + 1, j + 1) + 1
          : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
    }
  }
  return rows;
}

function at(rows: readonly Uint32Array[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const CONTEXT = 3;

/** The changed lines with three lines of context, like diff -u but without line numbers. */
export function formatDiff(before: string, after: string, lines: readonly DiffLine[]): string {
  const near = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((l) => l.sign !== ' ');
  const shown: string[] = [`--- ${before}`, `+++ ${after}`];
  let skipped = false;
  for (const [index, { sign, text }] of lines.entries()) {
    if (near(index)) {
      if (skipped) shown.push('…');
      shown.push(`${sign}${text}`);
    }
    skipped = !near(index);
  }
  return shown.join('\n');
}
