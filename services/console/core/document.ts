import type { ChangesFound } from './changes.js';

/** A version of a domain's document. */
export interface PolicyDocument {
  readonly content: string;
  readonly revision: bigint;
  readonly appliedAt: number;
  readonly by: string;
  readonly comment: string;
  readonly removed: boolean;
}

/** An error or a warning about a document. */
export interface Problem {
  /** Counts from 1; 0 means the whole document. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly expected: string;
  readonly counterexample: string;
}

/** What a change of the document allows and forbids. */
export interface Meaning {
  /** English sentences written by the engine, each with an example login. */
  readonly sentences: readonly { readonly text: string; readonly example: string }[];
  readonly settings: readonly {
    readonly setting: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
  readonly undecided: boolean;
}

/** What applying a document did, or would do. */
export type Outcome =
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'good'; readonly warnings: readonly Problem[]; readonly revision: bigint }
  /** Somebody else changed the document first. */
  | { readonly kind: 'changed-meanwhile' };

/** A document among others. */
export interface ListedDocument {
  /** `a.tld`, `*`, `template:standard-isp`. */
  readonly name: string;
  readonly revision: bigint;
  readonly appliedAt: number;
  readonly by: string;
  readonly comment: string;
}

/** A trial among others. */
export interface ListedTrial extends Trial {
  readonly document: string;
  readonly forgotten: boolean;
  /** For which it is compiled. */
  readonly domains: number;
}

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
  readonly differences: ChangesFound<TrialDifference>;
  /** Sign-ins whose differences are beyond those that policy lists. */
  readonly notListed: number;
}
