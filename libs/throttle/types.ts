import type { Address } from '../names/address.js';

/** Whose secret is to be compared, for whom it counts. */
export interface Subject {
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly address: Address;
}

/** How long an attempt may wait, as a call's context says it. */
export interface Patience {
  /** In ms of `performance.now()`; Infinity for none. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** What a limit counts by. IPv6 addresses count by /64. */
export type Scope = 'account+address' | 'address' | 'account';

export interface ThrottleLimits {
  /** Failures allowed in the window. */
  readonly perScope: Readonly<Record<Scope, number>>;
  /** The sliding window in which failures count, in ms. */
  readonly windowMs: number;
  /** How long after a success its address is usual for the account, in ms. */
  readonly usualMs: number;
}

/** A limit that was reached by failures, or has room again. */
export interface ThrottleFact {
  readonly kind: 'locked' | 'unlocked';
  readonly scope: Scope;
  /** Empty for scope `address`. */
  readonly account: string;
  /** An address, or a /64; empty for scope `account`. */
  readonly address: string;
}

/** A place held while a secret is compared. */
export interface Place {
  readonly id: string;
  readonly account: string;
  /** As counted. */
  readonly address: string;
  /** Whether the account succeeded at the address so lately that another success is no news. */
  readonly successKnown: boolean;
}
