import type { Problem } from './document.js';

/** A recorded sign-in that another document would decide otherwise. */
export interface ChangedSignIn {
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly service: string;
  readonly address: string;
  readonly was: string;
  readonly wouldBe: string;
  /** Of the other document. */
  readonly rule: string;
  readonly reason: string;
}

/** What a document would have decided of the record. */
export interface Rehearsal {
  readonly replayed: number;
  readonly changed: number;
  readonly notReplayable: number;
  readonly counts: readonly {
    readonly was: string;
    readonly wouldBe: string;
    readonly service: string;
    readonly rule: string;
    readonly count: number;
  }[];
  /** The accounts most affected. */
  readonly accounts: readonly { readonly account: string; readonly count: number }[];
  /** The latest. */
  readonly listed: readonly ChangedSignIn[];
}

/** A document made from the record. */
export interface Proposal {
  readonly content: string;
  /** Genuine sign-ins that it would let in again. */
  readonly genuine: number;
  /** What it would newly refuse: one of each kind, none known to be genuine. */
  readonly refuses: readonly ChangedSignIn[];
}

/** One message of long work. */
export type ProgressOr<Result> =
  /** total 0: not known yet. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'result'; readonly result: Result };

/** How far back the record is looked at, in days. */
export const DAYS = [1, 7, 30, 90] as const;
export const USUAL_DAYS = 30;

/** Reads one of `DAYS`; anything else gives the usual. */
export function readDays(text: string): number {
  return DAYS.find((days) => String(days) === text) ?? USUAL_DAYS;
}

/** Sign-ins that were let in and would be refused. */
export function newlyRefused({ counts }: Pick<Rehearsal, 'counts'>): number {
  return counts
    .filter(({ was, wouldBe }) => was === 'ALLOW' && wouldBe === 'DENY')
    .reduce((sum, { count }) => sum + count, 0);
}
