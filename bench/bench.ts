/** One row of figures; rows of a bench have the same keys, with the unit in the name (`median_ns`). */
export type Figures = Readonly<Record<string, string | number>>;

export interface Report {
  readonly figures: readonly Figures[];
  /** What must be known to read the figures. */
  readonly notes?: readonly string[];
}

/** What a file bench/<name>.ts exports as `bench`; `npm run bench -- <name>` runs it. */
export interface Bench {
  readonly about: string;
  /** @param tell what is going on, for a person */
  run(tell: (text: string) => void): Promise<Report>;
  /** What is worse than the figures that are kept with the source, a sentence each. */
  check?(figures: readonly Figures[]): string[];
  /** Keeps figures with the source, for `check`. */
  keep?(figures: readonly Figures[]): void;
}
