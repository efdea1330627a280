import type {
  CompiledForm,
  DocumentChange,
  DocumentForm,
  DocumentVersion,
  Recompiled,
} from '../core/documents.js';

export interface Page {
  readonly size: number;
  /** The key of the last row of the previous page. Undefined for the first page. */
  readonly after: string | undefined;
}

export interface Replica {
  readonly name: string;
  readonly revision: number;
  /** ms since the epoch */
  readonly confirmedAt: number;
}

/** A change of the policy set, ready to be put into force. */
export interface Revision {
  /** The revision the change was checked against. If another one is active by now, nothing is changed. */
  readonly base: number;
  readonly changes: readonly DocumentChange[];
  readonly recompiled: readonly Recompiled[];
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** Reports the progress of storing a revision. */
export interface Storing {
  /** Documents stored so far, of all. */
  stored(done: number, total: number): void;
  /** Another change is being stored, and this one waits for it. */
  waiting(): void;
}

/** Policy documents in the database. */
export interface Documents {
  activeRevision(): Promise<number>;
  /** Documents in force among the names. */
  load(names: readonly string[]): Promise<DocumentForm[]>;
  /** The compiled form of a document in force. */
  loadCompiled(name: string): Promise<string | null>;
  /** The compiled forms of documents in force, by name. */
  compiledOf(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Documents compiled with one of these templates, in pages. */
  dependents(templates: readonly string[]): AsyncIterable<readonly DocumentForm[]>;
  /** The compiled forms of all documents in force, in pages. */
  compiled(): AsyncIterable<readonly CompiledForm[]>;
  /** The number of documents in force, without templates. */
  count(): Promise<number>;
  /**
   * Returns the new revision. Undefined if `base` is no longer the active one.
   *
   * @throws GatepostError ABORTED if other changes take too long to store
   */
  commit(revision: Revision, storing: Storing): Promise<number | undefined>;
  /** The texts of documents in force, by name. */
  contents(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The version in force at a revision. Undefined if there was none. */
  versionAt(name: string, revision: number | undefined): Promise<DocumentVersion | undefined>;
  /** The versions of these documents in force at a revision, including withdrawals. */
  versionsAt(names: readonly string[], revision: number): Promise<DocumentVersion[]>;
  /** Names of documents whose version in force differs between the revision and now. */
  changedSince(revision: number): Promise<string[]>;
  list(
    of: { readonly prefix: string; readonly template: string | undefined },
    page: Page,
  ): Promise<DocumentVersion[]>;
  history(name: string, size: number, before: number | undefined): Promise<DocumentVersion[]>;
  /** Those that confirmed their revision within so many ms, by the clock of the database. */
  replicas(withinMs: number): Promise<Replica[]>;
}

/** Puts a revision into force on all replicas. */
export interface Distribution {
  /**
   * Serves the revision here, sends trust-store the new limits, and waits a moment for the other replicas. Returns the
   * live replicas with the revision each serves.
   */
  activate(revision: number): Promise<readonly Replica[]>;
}
