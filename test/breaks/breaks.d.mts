/** One break, as written in an area's file. */
export interface Break {
  readonly name: string;
  readonly guarantee: string;
  /** Path of the test file that must turn red. */
  readonly test: string;
  /** Narrows the test file to tests whose name contains this. */
  readonly only?: string;
  /** The configuration of vitest; absent: the usual one. */
  readonly config?: string;
  readonly changes: readonly {
    readonly file: string;
    readonly from?: string;
    readonly to: string;
  }[];
}

export function readBreaks(): Break[];
export function applyBreak(root: string, broken: Break): () => void;
