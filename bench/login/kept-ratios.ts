import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures } from '../bench.js';

// The committed file in the source tree: this code runs from dist/bench/login.
const FILE = new URL('../../../bench/login/kept-ratios.json', import.meta.url);
const RATIOS = ['policy_to_echo', 'all_to_echo'] as const;
/** A row may cost at most this many times its kept cost. */
const MOST = 1.25;

type Ratios = Record<string, Readonly<Record<(typeof RATIOS)[number], number>>>;

/**
 * What costs more than the kept ratios allow, one sentence for each figure; empty if nothing does.
 */
export function dearerThanKept(figures: readonly Figures[]): string[] {
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Ratios;
  return Object.entries(ratiosOf(figures)).flatMap(([row, now]) =>
    RATIOS.flatMap((ratio) => {
      const before = kept[row]?.[ratio];
      if (before === undefined) return [`${row}: no ratio is kept; --keep keeps those of this run`];
      if (now[ratio] <= before * MOST) return [];
      return [`${row}: ${ratio} is ${now[ratio]}, it was ${before}`];
    }),
  );
}

/** Keeps the ratios of a run. Ratios of rows that it did not have stay. */
export function keepRatios(figures: readonly Figures[]): void {
  const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Ratios;
  writeFileSync(FILE, `${JSON.stringify({ ...kept, ...ratiosOf(figures) }, null, 2)}\n`);
}

function ratiosOf(figures: readonly Figures[]): Ratios {
  return Object.fromEntries(
    figures.map((row) => [
      `${row.what}, ${row.in_flight} in flight`,
      { policy_to_echo: Number(row.policy_to_echo), all_to_echo: Number(row.all_to_echo) },
    ]),
  );
}
