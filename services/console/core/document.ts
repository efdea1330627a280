/** A version of a domain's document. */
export interface PolicyDocument {
  readonly content: string;
  readonly revision: bigint;
  readonly appliedAt: number;
  readonly by: string;
  readonly comment: string;
  readonly removed: boolean;
}

/** Something wrong with a document, or to be warned of. */
export interface Problem {
  /** From 1; 0: of the whole. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly expected: string;
  readonly counterexample: string;
}

/** What a changed document gives and takes. */
export interface Meaning {
  /** Sentences of the engine's, English, each with a connection that shows it. */
  readonly sentences: readonly { readonly text: string; readonly example: string }[];
  readonly settings: readonly {
    readonly setting: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
  readonly undecided: boolean;
}

/** What would become of a document, or became of it. */
export type Outcome =
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'good'; readonly warnings: readonly Problem[]; readonly revision: bigint }
  /** Another change came before. */
  | { readonly kind: 'changed-meanwhile' };

/** A candidate document that is tried. */
export interface Trial {
  readonly startedAt: number;
  readonly by: string;
  readonly comment: string;
  readonly failure: string;
}

export interface TrialDifference {
  readonly account: string;
  readonly service: string;
  readonly was: string;
  readonly wouldBe: string;
  readonly rule: string;
  readonly count: number;
  readonly decisionId: string;
}

export interface TrialReport {
  readonly trial: Trial;
  readonly logins: number;
  readonly allowed: number;
  readonly refusedGenuine: number;
  readonly unknown: number;
  readonly ready: boolean;
  readonly differences: readonly TrialDifference[];
  readonly moreDifferences: number;
}
