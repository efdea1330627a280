import type { CompiledForm } from '../core/documents.js';
import type { Trial } from '../core/trial/trial.js';
import type { ActiveTrial } from '../core/trial/trial-table.js';
import type { Page } from './documents.js';

/** The trials that run beside the documents in force. */
export interface Trials {
  /** @param decidedBy the name of the document that decides; undefined if there is none */
  find(domain: string, decidedBy: string | undefined): ActiveTrial | undefined;
  /** Marks a trial whose candidate threw, so that it is not evaluated again. Never throws. */
  fail(trial: Pick<Trial, 'id' | 'document'>, error: unknown): void;
}

/** Who ended a trial, and why. */
export type TrialEnder = Pick<Trial, 'actor' | 'onBehalfOf' | 'comment'>;

/** The trials in the database. Each change appends its event. */
export interface TrialStore {
  /**
   * False if a trial of the document is already running.
   * @throws GatepostError RESOURCE_EXHAUSTED if the candidate has more rules than allowed
   */
  start(trial: Trial, forms: readonly CompiledForm[]): Promise<boolean>;
  /** Returns the trial as it was. Undefined if there was none. */
  end(document: string, by: TrialEnder): Promise<Trial | undefined>;
  /** Ends a trial whose candidate came into force. */
  applied(trial: Pick<Trial, 'id'>): Promise<void>;
  find(document: string): Promise<Trial | undefined>;
  /** @param prefix of the documents' names; may be empty */
  list(prefix: string, page: Page): Promise<Trial[]>;
  /** Marks a trial as failed. It gives no more answers. The event is sent once. */
  fail(trial: Pick<Trial, 'id' | 'document'>, failure: string): Promise<void>;
  /** Sends the event for each trial that is forgotten at `now` (ms since the epoch), once each. */
  remind(now: number): Promise<void>;
  /** Claims a trial that was compiled for an earlier revision. One caller gets it at a time. */
  claimOutdated(
    revision: number,
    now: number,
  ): Promise<{ readonly trial: Trial; readonly compiledRevision: number } | undefined>;
  /** Whether anything that changed since a revision affects the compiled candidate. */
  touches(trial: Pick<Trial, 'id' | 'document'>, sinceRevision: number): Promise<boolean>;
  /** Marks the compiled candidate as valid at this revision. */
  untouched(trial: Pick<Trial, 'id'>, revision: number): Promise<void>;
  /** Stores the forms compiled at this revision, or why the candidate can no longer be compiled. */
  recompiled(
    trial: Trial,
    revision: number,
    result: { readonly forms: readonly CompiledForm[] } | { readonly failure: string },
  ): Promise<void>;
}
