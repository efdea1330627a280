/**
 * One row of figures. All rows of a bench have the same keys, with the unit in the name
 * (`median_ns`).
 */
export type Figures = Readonly<Record<string, string | number>>;

export interface Report {
  readonly figures: readonly Figures[];
  /** What a reader needs to know about the figures. */
  readonly notes?: readonly string[];
}

/** The export `bench` of a file bench/<name>.ts; `npm run bench -- <name>` runs it. */
export interface Bench {
  readonly about: string;
  /** @param tell reports progress to a person */
  run(tell: (text: string) => void): Promise<Report>;
  /** Which figures are worse than those kept with the source, one sentence each. */
  check?(figures: readonly Figures[]): string[];
  /** Keeps the figures with the source, for `check`. */
  keep?(figures: readonly Figures[]): void;
}
